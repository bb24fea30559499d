"""Every address of the platform, one line a room."""

from django.urls import include, path

urlpatterns = [
    path("", include("tuoyu.core.urls")),
]
