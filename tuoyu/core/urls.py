"""Addresses of the kit."""

from django.urls import path

from tuoyu.core import views

urlpatterns = [
    path("ui/", views.ui, name="ui"),
    path("theme", views.theme, name="theme"),
]
