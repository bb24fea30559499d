"""What templates say about figures, days and deadlines, and that every part can be drawn."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.utils.module_loading import autodiscover_modules

from tuoyu.core import menu
from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.templatetags import dates, icons, numbers, parts

HOUSE = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 24, 12, 5, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [(15846, 0, "15,846"), (3.187, 2, "3.19"), (0, 0, "0"), (None, 0, "—"), ("二", 0, "—")],
)
def test_a_figure_is_grouped_and_nothing_is_a_dash(value: Any, places: int, said: str) -> None:
    assert numbers.figure(value, places) == said


@pytest.mark.parametrize(
    ("fen", "said"), [(128000, "1,280"), (128050, "1,280.50"), (None, "—")]
)
def test_fen_are_said_in_yuan(fen: int | None, said: str) -> None:
    assert numbers.yuan(fen) == said


@pytest.mark.parametrize(
    ("children", "carers", "said"), [(15, 3, "1 : 5"), (15, 2, "1 : 7.5"), (15, 0, "—")]
)
def test_a_ratio_is_written_as_the_standard_does(children: int, carers: int, said: str) -> None:
    assert numbers.one_to(children, carers) == said


@pytest.mark.parametrize(
    ("months", "said"), [(0, "0 个月"), (9, "9 个月"), (12, "1 岁"), (15, "1 岁 3 个月")]
)
def test_months_are_told_as_an_age(months: int, said: str) -> None:
    assert numbers.months_old(months) == said


def test_days_are_said_as_this_country_does() -> None:
    day = date(2026, 11, 24)

    assert dates.day(day) == "11 月 24 日"
    assert dates.weekday(day) == "周二"
    assert dates.moment(NOON) == "2026-11-24 12:05"
    assert [dates.when(NOON), dates.when(day), dates.when("去年")] == [
        "2026-11-24 12:05",
        "2026-11-24",
        "去年",
    ]


@pytest.mark.parametrize(
    ("left", "state", "said"),
    [
        (11, "far", "还剩 11 个工作日"),
        (4, "far", "还剩 4 个工作日"),
        (3, "soon", "还剩 3 个工作日"),
        (0, "soon", "今天到期"),
        (-1, "overdue", "已超 1 个工作日"),
        (None, "far", "未定期限"),
    ],
)
def test_a_deadline_turns_amber_at_three_working_days(
    left: int | None, state: str, said: str
) -> None:
    assert parts.due(left) == {"state": state, "label": said}


@pytest.mark.parametrize(
    ("total", "day", "cells", "tone"),
    [
        (5, 1, ["now", "", "", "", ""], "running"),
        (5, 4, ["past", "past", "past", "now", ""], "soon"),
        (5, 5, ["past"] * 4 + ["now"], "soon"),
        (5, 7, ["past"] * 7, "overdue"),
    ],
)
def test_the_clock_has_a_cell_for_each_working_day(
    total: int, day: int, cells: list[str], tone: str
) -> None:
    face = parts.clock(total, day)

    assert (face["cells"], face["tone"]) == (cells, tone)


def test_a_stopped_clock_says_what_was_used() -> None:
    assert parts.clock(5, 3, stopped=True)["label"] == "已中止，5 个工作日里用了 3 个"


def test_a_bar_never_runs_over_its_end() -> None:
    pieces = parts.segments([{"kind": "kept", "value": 58}, {"kind": "broken", "value": 5}], 60)

    assert pieces[-1]["x"] + pieces[-1]["width"] == pytest.approx(100, abs=0.01)


def test_sorting_turns_round_and_goes_back_to_the_first_page() -> None:
    query = QueryDict("kind=new&page=3")

    assert parts.sort_link(query, "due", "") == "?kind=new&sort=due"
    assert parts.sort_link(query, "due", "due") == "?kind=new&sort=-due"
    assert parts.page_link(query, 4) == "?kind=new&page=4"
    assert parts.with_query(query, kind="") == "."


NAMED_ICON = re.compile(r'\{%\s*icon "([^"]+)"|\bicon="([a-z0-9-]+)"|"icon": "([a-z0-9-]+)"')


def test_every_icon_named_in_the_house_is_carried() -> None:
    sources = [*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("*.py")]
    named = {
        next(filter(None, names))
        for path in sources
        for names in NAMED_ICON.findall(path.read_text("utf-8"))
    }

    assert named - icons.pack().keys() == set()


def test_every_icon_of_the_sidebar_is_carried() -> None:
    autodiscover_modules("menu")

    assert {entry.icon for entry in menu.ENTRIES} - icons.pack().keys() == set()


def test_every_state_has_an_icon_we_carry() -> None:
    assert set(icons.OF_STATE.values()) <= icons.pack().keys()


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    forbidden = re.compile(
        r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:\ssrc=|application/json))|<style"
    )
    guilty = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("templates/**/*.html")
        if forbidden.search(re.sub(r"{%.*?%}", "", path.read_text("utf-8"), flags=re.S))
    ]

    assert guilty == []


class LeaseForm(forms.Form):
    ends_on = forms.DateField(label="租期到期日", help_text="以合同为准")


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_field() -> None:
    page = str(LeaseForm({"ends_on": "明年"}))

    assert 'value="明年"' in page
    assert 'href="#id_ends_on"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_ends_on_error"' in page


def test_what_a_person_typed_is_never_markup() -> None:
    chip = render_to_string("ui/chip.html", {"state": "plain", "label": "<b>园</b>"})

    assert "&lt;b&gt;园" in chip


@pytest.mark.parametrize("status", "400 403 403_csrf 404 405 409 413 422 500".split())
def test_an_error_page_needs_nothing_from_the_request(status: str) -> None:
    template = engines["django"].get_template(f"{status}.html")

    page = template.render({"message": "已有人办过这一件。"})

    assert "<h1>" in page
    assert "/static/ty/tokens.css" in page


@pytest.mark.django_db
def test_display_is_remembered_without_a_script(client: Client) -> None:
    answer = client.get("/theme?dark=1&elder=1", headers={"referer": "http://testserver/ui/"})

    assert answer["Location"] == "http://testserver/ui/"
    page = client.get("/ui/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert "data-elder" in page


def test_display_never_leads_to_another_site(client: Client) -> None:
    answer = client.get("/theme?dark=1", headers={"referer": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_display_ignores_values_it_does_not_know(client: Client) -> None:
    assert not client.get("/theme?dark=maybe").cookies
