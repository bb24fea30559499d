"""Addresses of the workforce room."""

from django.urls import path

from tuoyu.workforce.views import staff

urlpatterns = [
    path("staff/", staff.staff, name="staff"),
    path("staff/<int:pk>/", staff.person, name="person"),
    path("staff/<int:pk>/reveal/", staff.reveal, name="reveal"),
    path("staff/of/<slug:code>/", staff.panel, name="panel"),
]
