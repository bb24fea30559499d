"""Addresses of the kit."""

from django.urls import path

from tuoyu.core import views

urlpatterns = [
    path("ui/", views.ui, name="ui"),
    path("ui/<slug:face>/", views.ui_face, name="ui-face"),
    path("ui/chart.json", views.ui_chart, name="ui-chart"),
    path("ui/map.json", views.ui_map, name="ui-map"),
    path("ui/draft", views.ui_draft, name="ui-draft"),
    path("theme", views.theme, name="theme"),
]
