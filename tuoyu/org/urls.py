"""Addresses of org."""

from django.urls import path

from tuoyu.org.views import entrances, grants, notices, own, people, places, support, trail

urlpatterns = [
    path("accounts/password/reset/", own.forgotten, name="forgotten"),  # before allauth's own
    path("me/", own.my_account, name="my_account"),
    path("me/contact/", own.my_contact, name="my_contact"),
    path("me/end-others/", own.end_others, name="end_others"),
    path("messages/", notices.notices, name="notices"),
    path("messages/read-all/", notices.read_all, name="read_all"),
    path("messages/<int:pk>/open/", notices.open_notice, name="open_notice"),
    path("keeping/people/", people.people, name="people"),
    path("keeping/people/new/", people.new_person, name="new_person"),
    path("keeping/people/<int:pk>/", people.person, name="person"),
    path("keeping/people/<int:pk>/change/", people.change_person, name="change_person"),
    path("keeping/people/<int:pk>/suspend/", people.suspend, name="suspend"),
    path("keeping/people/<int:pk>/restore/", people.restore, name="restore"),
    path(
        "keeping/people/<int:pk>/reset-password/", people.reset_password, name="reset_password"
    ),
    path(
        "keeping/people/<int:pk>/drop-second-factor/",
        people.drop_second_factor,
        name="drop_second_factor",
    ),
    path("keeping/people/<int:pk>/give/", grants.give, name="give"),
    path("keeping/grants/<int:pk>/end/", grants.end, name="end_grant"),
    path("entrances/", entrances.entrances, name="entrances"),
    path("entrances/new/", entrances.admit, name="admit"),
    path("entrances/<int:pk>/invite/", entrances.invite, name="invite"),
    path("entrances/heads/<int:pk>/password/", entrances.renew_password, name="renew_password"),
    path("entrances/heads/<int:pk>/withdraw/", entrances.withdraw, name="withdraw_head"),
    path("keeping/places/", places.places, name="places"),
    path("keeping/places/<int:pk>/", places.place, name="place"),
    path("keeping/places/<int:pk>/rename/", places.rename, name="rename"),
    path("keeping/places/<int:pk>/population/", places.set_population, name="set_population"),
    path("keeping/places/<int:pk>/count-in-city/", places.count_in_city, name="count_in_city"),
    path("keeping/places/<int:pk>/new-unit/", places.new_unit, name="new_unit"),
    path("keeping/units/<int:pk>/", places.unit, name="unit"),
    path("keeping/units/<int:pk>/close/", places.close_unit, name="close_unit"),
    path("keeping/acting/", support.people_to_support, name="support"),
    path("keeping/acting/close/", support.close, name="close_support"),
    path("keeping/acting/<int:pk>/start/", support.start, name="start_support"),
    path("keeping/trail/", trail.trail, name="trail"),
    path("keeping/trail/seals/", trail.seals, name="seals"),
    path("keeping/trail/<int:pk>/", trail.entry, name="entry"),
]
