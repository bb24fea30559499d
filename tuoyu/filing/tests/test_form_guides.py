"""How the form guides: what is still lacking, which clause asks, what is not asked at all."""

from typing import Any

import pytest

from tuoyu.assessment.queries import library
from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.forms.mending import step_to_mend
from tuoyu.filing.forms.steps import ask_step, steps_of
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.requirements import placing_gaps
from tuoyu.filing.tests.make import fill, make_applicant, make_draft, make_manager, make_office
from tuoyu.filing.tests.pages import at, entered
from tuoyu.institutions.tests.make import make_institution

pytestmark = pytest.mark.django_db
TYPED = ("institution", "site", "services", "staff", "materials")


def blank() -> Filing:
    make_office()
    manager = make_manager(make_applicant())
    unit = manager.held_grants()[0].unit
    return services.start_draft(unit, kind="new", by=manager, at=clock.now())


def family(has_meals: bool | None) -> Filing:
    filing = blank()
    profile = {"form": "family_site", "has_meals": has_meals}
    fill(filing, {"profile": profile}, by=filing.started_by, at=clock.now())
    filing.refresh_from_db()
    return filing


def test_each_step_says_what_it_lacks() -> None:
    filing = blank()
    client = entered(filing.started_by)

    steps = client.get(at("step", filing.pk, "site")).context["steps"]

    shown = {step["label"]: (step["state"], step["note"]) for step in steps}
    assert shown["机构"] == ("todo", "缺 8 处")
    assert shown["场地"] == ("now", "缺 7 处")
    assert shown["核对"] == shown["提交"] == ("todo", "")


def test_a_step_that_lacks_nothing_is_done_wherever_one_stands() -> None:
    filing = make_draft()

    steps = (
        entered(filing.started_by).get(at("step", filing.pk, "institution")).context["steps"]
    )

    states = {step["label"]: step["state"] for step in steps}
    assert (states["机构"], states["场地"], states["人员"]) == ("now", "done", "done")


def test_the_report_beside_the_form_brings_the_steps_anew() -> None:
    filing = blank()
    client = entered(filing.started_by)

    page = client.get(at("report", filing.pk), {"at": "site"}).content.decode()
    strange = client.get(at("report", filing.pk), {"at": "nonsense"}).content.decode()

    assert 'id="steps"' in page
    assert "缺 7 处" in page
    assert 'id="steps"' not in strange


@pytest.mark.parametrize("form", ["independent", "family_site"])
def test_every_question_stands_beside_a_clause(form: str) -> None:
    """Its own, or that of the form or the paper it belongs to."""
    filing = make_draft()
    content: dict[str, Any] = {"profile": filing.content["profile"] | {"form": form}}
    fill(filing, content, by=filing.started_by, at=clock.now())
    filing.refresh_from_db()

    for step in TYPED:
        page = ask_step(filing, step, on=clock.today())
        assert page.basis is not None
        assert all(slot.basis is not None for slot in page.slots)
    shown = entered(filing.started_by).get(at("step", filing.pk, "institution"))
    assert "依据《" in shown.content.decode()


def test_the_clause_beside_a_question_is_about_its_answer() -> None:
    """A rule that only asks whom it concerns is not what the question is for."""
    filing = make_draft()

    groups = ask_step(filing, "institution", on=clock.today()).groups
    clauses = {one.field.name: one.clause for group in groups for one in group.first}

    assert clauses["form"] == ""
    assert "第四条" in clauses["registrar"]


@pytest.mark.parametrize(("has_meals", "asked"), [(None, False), (False, False), (True, True)])
def test_a_kitchen_is_asked_about_only_where_meals_are_served(
    has_meals: bool | None, asked: bool
) -> None:
    groups = ask_step(family(has_meals), "services", on=clock.today()).groups

    assert ("膳食" in [group.title for group in groups]) is asked
    first = [one.field.name for group in groups for one in group.first]
    assert "has_meals" in first


def test_a_family_site_is_asked_less() -> None:
    whole, small = make_draft(), family(None)
    count = {
        filing.form: sum(
            len(ask_step(filing, step, on=clock.today())._questions)
            for step in ("institution", "site", "services")
        )
        for filing in (whole, small)
    }

    assert "rooms" not in dict(steps_of(small))
    assert count["family_site"] * 3 < count["independent"]


def test_a_fault_leads_to_the_step_where_it_can_be_mended() -> None:
    filing = make_draft()
    filing.content["site"] |= {"lease_ends_on": "2027-01-01"}
    filing.content["classes"][0]["places"] = 90
    filing.save()

    page = entered(filing.started_by).get(at("check", filing.pk))

    led = {finding.rule.subject: url for finding, url in page.context["broken"]}
    assert led["site"] == at("step", filing.pk, "site")
    assert led["class"] in (at("step", filing.pk, "rooms"), at("step", filing.pk, "staff"))
    parts = {part.title: url for part, url in page.context["parts"]}
    assert parts["用房"] == at("step", filing.pk, "rooms")
    assert "" not in parts.values()


@pytest.mark.parametrize(
    ("rule", "step"),
    [
        ("registration-and-filing/for-profit-route", "institution"),
        ("registration-and-filing/places-agree", "services"),
        ("registration-and-filing/fire-paper", "materials"),
        ("registration-and-filing/hygiene-report", "materials"),
        ("registration-and-filing/credit-code", "institution"),
        ("setting-standard/carers-of-infants", "staff"),
    ],
)
def test_each_rule_is_mended_where_its_facts_are_asked(rule: str, step: str) -> None:
    rules = library().rules(clock.today(), "410402")

    assert step_to_mend(rules[rule], make_draft()) == step


def closing(kind: str) -> Filing:
    make_office()
    institution = make_institution()
    manager = make_manager(institution.unit)
    return services.start_draft(institution.unit, kind=kind, by=manager, at=clock.now())


def test_a_cancellation_begins_with_a_line_for_everybody() -> None:
    filing = closing("cancellation")

    page = ask_step(filing, "closing", on=clock.today()).closing

    assert [(row["who"], row["count"], row["to"]) for row in page.placements] == [
        ("children", 30, "")
    ]


def test_what_is_lacking_is_said_before_handing_in() -> None:
    filing = closing("suspension")
    client = entered(filing.started_by)

    page = client.get(at("submit", filing.pk)).content.decode()
    beside = client.get(at("report", filing.pk)).content.decode()

    assert "还差 4 处，补齐才能提交" in page
    assert "还没有填“事由”" in page
    assert "还差什么" in beside
    assert "条适用" not in beside


@pytest.mark.parametrize(
    ("to", "words"), [("", "还有 2 名婴幼儿没有写明去向"), ("小树托育园", "")]
)
def test_a_line_that_does_not_say_where_to_has_placed_nobody(to: str, words: str) -> None:
    rows = [{"who": "children", "count": "2", "to": to}]

    found = placing_gaps({"children_now": 2, "staff_now": 0, "placements": rows})

    assert [gap.message for gap in found] == ([words] if words else [])
