"""Addresses of the numbers."""

from django.urls import path

from tuoyu.statistics import views

urlpatterns = [
    path("numbers/", views.home, name="home"),
    path("numbers/<path:indicator>/rows.xlsx", views.export_rows, name="export_rows"),
    path("numbers/<path:indicator>/rows/", views.rows, name="rows"),
    path("numbers/<path:indicator>/map.json", views.map_values, name="map"),
    path("numbers/<path:indicator>/chart.json", views.chart, name="chart"),
    path("numbers/<path:indicator>/", views.indicator, name="indicator"),
]
