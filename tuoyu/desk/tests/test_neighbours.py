"""The filing before and after, in the order of the list its reader came from."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.desk.queries.neighbours import Neighbours, neighbours
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import make_filing, make_officer
from tuoyu.org.models import User

pytestmark = pytest.mark.django_db


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def days_ago(count: int) -> datetime:
    return clock.now() - timedelta(days=count)


def place_of(filing: Filing, user: User, address: str = "") -> Neighbours:
    return neighbours(filing.pk, user, address, on=clock.today())


def page_of(filing: Filing) -> str:
    return reverse("filing:review", args=[filing.pk])


def test_the_order_is_that_of_the_inbox() -> None:
    officer = make_officer()
    third, first, second = (make_filing(at=days_ago(n)) for n in (1, 30, 20))

    place = place_of(second, officer)

    assert (place.nth, place.total) == (2, 3)
    assert (place.before, place.after) == (page_of(first), page_of(third))
    assert place_of(first, officer).before == ""
    assert place_of(third, officer).after == ""


def test_the_order_follows_how_the_list_was_sorted_and_narrowed() -> None:
    officer = make_officer()
    old, new = make_filing(at=days_ago(20)), make_filing(at=days_ago(1))
    services.claim(old, by=officer, at=clock.now())

    turned = place_of(new, officer, "sort=-due")
    alone = place_of(old, officer, "whose=mine")

    assert (turned.nth, turned.after) == (1, f"{page_of(old)}?from=sort%3D-due")
    assert (alone.nth, alone.total, alone.after) == (1, 1, "")
    assert alone.inbox == f"{reverse('desk:inbox')}?whose=mine"


def test_what_has_left_the_list_goes_on_with_its_first() -> None:
    officer, done, left = make_officer(), make_filing(at=days_ago(9)), make_filing()
    services.withdraw(done, by=done.started_by, at=clock.now())

    place = place_of(done, officer)

    assert (place.nth, place.total) == (None, 1)
    assert (place.before, place.after) == ("", page_of(left))


def test_only_what_the_reader_may_see_is_counted() -> None:
    filing = make_filing()

    assert place_of(filing, make_officer("41/4104/410403")).total == 0


def test_the_page_knows_the_list_by_its_address_and_else_by_the_last_one_seen() -> None:
    officer = make_officer()
    old, new = make_filing(at=days_ago(20)), make_filing(at=days_ago(1))
    client = entered(officer)
    client.get(reverse("desk:inbox"), {"sort": "-due"})

    remembered = client.get(page_of(new)).context["inbox_place"]
    named = client.get(f"{page_of(new)}?from={quote('sort=due')}").context["inbox_place"]

    assert (remembered.nth, remembered.before) == (1, "")
    assert (named.nth, named.before) == (2, f"{page_of(old)}?from=sort%3Ddue")


def test_the_rows_of_the_list_carry_it() -> None:
    officer, filing = make_officer(), make_filing()
    client = entered(officer)
    carried = f"{page_of(filing)}?from=kind%3Dnew"

    listed = client.get(reverse("desk:inbox"), {"kind": "new"}).content.decode()
    preview = reverse("desk:preview", args=[filing.pk])
    glance = client.get(preview, {"from": "kind=new"}).content.decode()

    assert carried in listed
    assert carried in glance
    assert f"{preview}?from=kind%3Dnew" in listed


def test_an_address_of_nonsense_is_the_whole_list() -> None:
    officer, filing = make_officer(), make_filing()

    page = entered(officer).get(page_of(filing), {"from": "%%&sort=x&due=y;<script>"})

    assert page.context["inbox_place"].nth == 1
    assert "<script>" not in page.content.decode().split("</head>")[1].split("<main")[0]
