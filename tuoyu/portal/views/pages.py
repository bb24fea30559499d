"""Pages that are only words, and two files for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries.guide import guide as how_to_file
from tuoyu.portal.queries.sitemap import codes
from tuoyu.portal.views.page import FOOT, NAV, kept, page

AN_HOUR = 3600
A_DAY = 86_400


@public
def about(request: HttpRequest) -> HttpResponse:
    """What we keep and do not keep, how the list is ordered, and how to read with ease."""
    return page(request, "portal/about.html", {}, seconds=AN_HOUR)


@public
def guide(request: HttpRequest) -> HttpResponse:
    """What the county must publish of how one files (管理规范第八条)."""
    context = {"guide": how_to_file(clock.today(), settings.CITY_CODE)}
    return page(request, "portal/guide.html", context, seconds=AN_HOUR)


@public
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page in one list."""
    return page(request, "portal/site_map.html", {}, seconds=AN_HOUR)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is public and leave the endless lists alone."""
    lines = (
        *("User-agent: *", "Disallow: /find/", "Disallow: /desk/", "Disallow: /accounts/"),
        f"Sitemap: {settings.SITE_URL}{reverse('portal:sitemap')}",
    )
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    return kept(request, answer, A_DAY)


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public pages and every institution in life."""
    names = dict.fromkeys(name for name, _ in (*NAV, *FOOT))
    paths = ["/", *(reverse(f"portal:{name}") for name in names)]
    paths += [reverse("portal:place", args=[code]) for code in codes()]
    rows = "".join(f"<url><loc>{settings.SITE_URL}{path}</loc></url>" for path in paths)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{space}">{rows}</urlset>'
    return kept(request, HttpResponse(text, content_type="application/xml"), A_DAY)
