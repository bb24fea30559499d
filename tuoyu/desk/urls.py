"""Addresses of the desk."""

from django.urls import path

from tuoyu.desk.views import calendar, home, inbox, search

urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/inbox/", inbox.inbox, name="inbox"),
    path("desk/inbox/sheet/", inbox.sheet, name="sheet"),
    path("desk/inbox/claim/", inbox.claim, name="claim"),
    path("desk/inbox/assign/", inbox.assign, name="assign"),
    path("desk/inbox/<int:pk>/preview/", inbox.preview, name="preview"),
    path("desk/calendar/", calendar.month, name="calendar"),
    path("desk/calendar/export.xlsx", calendar.sheet, name="calendar_sheet"),
    path("desk/search/", search.search, name="search"),
]
