"""Addresses of the city's promises."""

from django.urls import path

from tuoyu.planning.views import handing_in, reading, standing

urlpatterns = [
    path("plan/", standing.home, name="home"),
    path("plan/read-in/", reading.read_in, name="read_in"),
    path("plan/read-in/<int:pk>/", reading.reading, name="reading"),
    path("plan/read-in/<int:pk>/drop/", reading.drop, name="drop"),
    path("plan/<slug:plan>/", standing.progress_page, name="progress"),
    path("plan/<slug:plan>/export.xlsx", handing_in.xlsx, name="export"),
    path("plan/<slug:plan>/export.docx", handing_in.docx, name="export_word"),
    path("plan/<slug:plan>/clause/<str:clause>/", standing.clause, name="clause"),
    path(
        "plan/<slug:plan>/target/<str:clause>/<slug:target>/<str:place>/",
        standing.cell,
        name="cell",
    ),
]
