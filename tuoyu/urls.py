"""Every address of the platform, one line a room."""

from django.urls import include, path

handler500 = "tuoyu.core.views.failed"

urlpatterns = [
    path("", include("tuoyu.core.urls")),
    path("", include(("tuoyu.portal.urls", "portal"))),
    path("", include(("tuoyu.filing.urls", "filing"))),
    path("", include(("tuoyu.desk.urls", "desk"))),
    path("", include(("tuoyu.org.urls", "org"))),
    path("accounts/", include("allauth.urls")),  # signing in, passwords, second factors
    path("", include(("tuoyu.institutions.urls", "institutions"))),
    path("", include(("tuoyu.workforce.urls", "workforce"))),
    path("", include(("tuoyu.assessment.urls", "assessment"))),
    path("", include(("tuoyu.statistics.urls", "statistics"))),
    path("", include(("tuoyu.planning.urls", "planning"))),
]
