"""Addresses of the city's promises."""

from django.urls import path

from tuoyu.planning import views

urlpatterns = [
    path("plan/", views.home, name="home"),
    path("plan/read-in/", views.read_in, name="read_in"),
    path("plan/read-in/<int:pk>/", views.reading, name="reading"),
    path("plan/read-in/<int:pk>/drop/", views.drop, name="drop"),
    path("plan/<slug:plan>/", views.progress_page, name="progress"),
    path("plan/<slug:plan>/export.xlsx", views.export, name="export"),
    path("plan/<slug:plan>/clause/<str:clause>/", views.clause, name="clause"),
    path(
        "plan/<slug:plan>/target/<str:clause>/<slug:target>/<str:place>/",
        views.cell,
        name="cell",
    ),
]
