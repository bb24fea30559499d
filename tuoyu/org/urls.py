"""Addresses of org."""

from django.urls import path

from tuoyu.org.views import grants, notices, own, people, places, support, trail

urlpatterns = [
    path("me/", own.my_account, name="my_account"),
    path("me/contact/", own.my_contact, name="my_contact"),
    path("me/end-others/", own.end_others, name="end_others"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read-all/", notices.read_all, name="read_all"),
    path("notices/<int:pk>/open/", notices.open_notice, name="open_notice"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.change_person, name="change_person"),
    path("people/<int:pk>/suspend/", people.suspend, name="suspend"),
    path("people/<int:pk>/restore/", people.restore, name="restore"),
    path("people/<int:pk>/reset-password/", people.reset_password, name="reset_password"),
    path(
        "people/<int:pk>/drop-second-factor/",
        people.drop_second_factor,
        name="drop_second_factor",
    ),
    path("people/<int:pk>/give/", grants.give, name="give"),
    path("grants/<int:pk>/end/", grants.end, name="end_grant"),
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.place, name="place"),
    path("places/<int:pk>/rename/", places.rename, name="rename"),
    path("places/<int:pk>/population/", places.set_population, name="set_population"),
    path("places/<int:pk>/count-in-city/", places.count_in_city, name="count_in_city"),
    path("places/<int:pk>/new-unit/", places.new_unit, name="new_unit"),
    path("units/<int:pk>/", places.unit, name="unit"),
    path("units/<int:pk>/close/", places.close_unit, name="close_unit"),
    path("support/", support.people_to_support, name="support"),
    path("support/close/", support.close, name="close_support"),
    path("support/<int:pk>/start/", support.start, name="start_support"),
    path("trail/", trail.trail, name="trail"),
    path("trail/seals/", trail.seals, name="seals"),
    path("trail/<int:pk>/", trail.entry, name="entry"),
]
