"""A password handed over: on one answer that nothing keeps, and nowhere else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from tuoyu.org.models import User, UserRequest


@sensitive_variables("password", "context")
def hand_over(
    request: UserRequest,
    who: User,
    password: str,
    *,
    done_url: str,
    crumbs: list[dict[str, str]],
) -> HttpResponse:
    """What to tell the person: account, password, and where to sign in."""
    context = {
        "person": who,
        "password": password,
        "done_url": done_url,
        "sign_in_url": request.build_absolute_uri(reverse("account_login")),
        "crumbs": crumbs,
    }
    answer = render(request, "org/password.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
