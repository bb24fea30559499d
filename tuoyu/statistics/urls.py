"""Addresses of the numbers."""

from django.urls import path

from tuoyu.statistics.views import numbers, pictures, rows

urlpatterns = [
    path("numbers/", numbers.home, name="home"),
    path("numbers/export.xlsx", numbers.export, name="export"),
    path("numbers/<path:indicator>/rows.xlsx", rows.export_rows, name="export_rows"),
    path("numbers/<path:indicator>/rows/", rows.rows, name="rows"),
    path("numbers/<path:indicator>/map.json", pictures.map_values, name="map"),
    path("numbers/<path:indicator>/bars.json", pictures.bars, name="bars"),
    path("numbers/<path:indicator>/months.json", pictures.months, name="months"),
    path("numbers/<path:indicator>/", numbers.indicator, name="indicator"),
]
