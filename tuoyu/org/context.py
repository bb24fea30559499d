"""What a signed-in person's page knows about them: the sidebar, their post, their notices."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tuoyu.core.menu import groups_for
from tuoyu.org.models import Unit, User
from tuoyu.org.queries.notices import unread_count

OWN_LINKS = (
    ("org:my_account", "账号与安全", "shield-lock"),
    ("org:notices", "消息", "bell"),
)


def person(request: HttpRequest) -> dict[str, Any]:
    """Nothing for strangers, so that public pages cost no query."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "nav": groups_for(user, request.path),
        "workplace": _workplace(user),
        "user_name": user.name,
        "user_post": _post(user),
        "user_links": [
            {"label": label, "url": _url(name), "icon": icon} for name, label, icon in OWN_LINKS
        ],
        "home_url": _url(settings.LOGIN_REDIRECT_URL),
        "bell_url": _url("org:notices"),
        "bell_count": unread_count(user),
        "acting": getattr(request, "support_session", None),
        "close_support_url": _url("org:close_support"),
    }


def _post(user: User) -> str:
    """Where and as what: the first post in force, and how many more."""
    grants = user.held_grants()
    if not grants:
        return "暂无岗位"
    more = f" 等 {len(grants)} 岗" if len(grants) > 1 else ""
    unit = grants[0].unit
    return f"{unit.short_name or unit.name} · {grants[0].get_role_display()}{more}"


def _workplace(user: User) -> str:
    kinds = {grant.unit.kind for grant in user.held_grants()}
    return "机构工作台" if kinds == {Unit.Kind.INSTITUTION} else "监管工作台"


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
