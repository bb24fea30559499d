"""The measure of the portal: a bare Django view with one query, on the same server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

django_application = get_wsgi_application()

from tuoyu.institutions.models import Institution  # noqa: E402


def bare(request: HttpRequest) -> JsonResponse:
    """Twenty institutions by one query, as JSON."""
    rows = Institution.objects.order_by("pk").values_list("code", "entered_at")[:20]
    return JsonResponse({"rows": list(rows)})


urlpatterns = [path("bare/", bare), path("", include("tuoyu.urls"))]


def application(environ, start_response):  # type: ignore[no-untyped-def]
    return django_application(environ, start_response)
