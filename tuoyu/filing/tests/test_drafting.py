"""Drafts: begun once, saved as typed, never overwritten unseen, papers checked by content."""

import io
from datetime import timedelta
from typing import Any

import pytest

from tuoyu.core.errors import Refused
from tuoyu.filing import services
from tuoyu.filing.models import Filing, Material
from tuoyu.filing.queries import dossier
from tuoyu.filing.services import Conflict, Page
from tuoyu.filing.tests.make import (
    MORNING,
    PDF,
    make_applicant,
    make_draft,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.tests.make import make_region
from tuoyu.records.models import Entry
from tuoyu.workforce.tests.make import make_worker

pytestmark = pytest.mark.django_db


def save(filing: Filing, mark: str = "a", version: int = 0, **given: Any) -> Filing:
    page = Page(version, mark)
    return services.save_draft(
        filing, "site", given=given, page=page, by=filing.started_by, at=MORNING
    )


def deeds() -> list[str]:
    kept = Entry.objects.filter(deed__startswith="filing.").order_by("pk")
    return list(kept.values_list("deed", flat=True))


def test_a_new_filing_goes_to_the_countys_health_authority_and_knows_the_name() -> None:
    manager = make_manager(make_applicant(name="小蜗牛托育园"))

    filing = services.start_draft(
        manager.held_grants()[0].unit, kind="new", by=manager, at=MORNING
    )

    assert filing.unit == make_office()
    assert filing.title == "小蜗牛托育园"
    assert deeds() == ["filing.started"]


def test_a_filing_is_called_as_typed_and_until_then_as_its_institution() -> None:
    filing = make_draft(make_manager(make_applicant(name="小蜗牛托育园")))

    filing = save(filing, profile={"name": "大蜗牛托育园"})
    assert filing.title == "大蜗牛托育园"
    filing = save(filing, profile={"name": ""})
    assert filing.title == "小蜗牛托育园"


def test_a_second_click_finds_the_same_draft() -> None:
    manager = make_manager()
    unit = manager.held_grants()[0].unit

    first = services.start_draft(unit, kind="new", by=manager, at=MORNING)
    second = services.start_draft(unit, kind="new", by=manager, at=MORNING)

    assert first == second
    assert deeds() == ["filing.started"]


def test_another_kind_waits_until_the_first_is_done() -> None:
    institution = make_institution()
    make_office()
    manager = make_manager(institution.unit)
    services.start_draft(institution.unit, kind="change", by=manager, at=MORNING)

    with pytest.raises(Refused, match="变更备案"):
        services.start_draft(institution.unit, kind="suspension", by=manager, at=MORNING)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("filed", "new"),
        ("registered", "change"),
        ("registered", "suspension"),
        ("filed", "resumption"),
        ("suspended", "suspension"),
    ],
)
def test_what_does_not_fit_the_standing_cannot_be_filed(status: str, kind: str) -> None:
    institution = make_institution(status="filed" if status == "suspended" else status)
    make_office()
    if status == "suspended":
        suspend(institution)

    with pytest.raises(Refused, match="不能办"):
        services.start_draft(
            institution.unit, kind=kind, by=make_manager(institution.unit), at=MORNING
        )


def suspend(institution: Any) -> None:
    from tuoyu.institutions.services import stand

    stand(institution, "suspended", on=MORNING.date(), by=make_officer(), at=MORNING)


def test_a_change_starts_from_what_the_register_says() -> None:
    institution = make_institution(places=35)
    make_office()

    filing = services.start_draft(
        institution.unit, kind="change", by=make_manager(institution.unit), at=MORNING
    )

    assert filing.content["profile"]["places"] == 35
    assert len(filing.content["classes"]) == 2


def test_typed_text_is_kept_even_when_it_cannot_be_read() -> None:
    filing = save(make_draft(), site={"building_area_m2": "四百多"})

    assert filing.content["site"]["building_area_m2"] == "四百多"
    with pytest.raises(Refused, match="建筑面积"):
        services.submit(filing, promised=True, by=filing.started_by, at=MORNING)


def test_saving_what_did_not_change_leaves_no_trace() -> None:
    filing = save(make_draft(), site={"address": "建设路 1 号"})
    before = deeds()

    save(filing, site={"address": "建设路 1 号"})

    assert deeds() == before


def test_a_list_of_staff_saved_as_it_stands_leaves_no_trace() -> None:
    worker = make_worker(key="w9")
    filing = save(make_draft(), staff=[worker])
    before = deeds()

    save(filing, staff=[worker])

    assert deeds() == before


def test_what_was_saved_is_noted_by_its_names_and_its_moment() -> None:
    filing = make_draft()
    later = MORNING + timedelta(hours=1)

    filing = services.save_draft(
        filing,
        "site",
        given={"site": {"address": "建设路 1 号", "building_area_m2": "420.00"}},
        page=Page(0, "a"),
        by=filing.started_by,
        at=later,
    )

    assert filing.saved_at == later
    entry = Entry.objects.filter(deed="filing.saved").latest("pk")
    assert (entry.detail["step"], entry.detail["changed"]) == ("site", ["site.address"])


def test_a_place_outside_the_county_does_not_move_the_filing() -> None:
    elsewhere = make_region("41/4104/410403/410403001")
    draft = make_draft()

    filing = save(draft, site={"region_code": elsewhere.code})

    assert filing.region == draft.region


def test_a_submitted_filing_waits_before_the_next_of_its_kind() -> None:
    filing = make_filing()

    with pytest.raises(Refused, match="办完或撤回"):
        services.start_draft(filing.applicant, kind="new", by=filing.started_by, at=MORNING)


def test_two_pages_do_not_overwrite_each_other_unseen() -> None:
    filing = make_draft()
    save(filing, "first", site={"address": "建设路 1 号"})

    with pytest.raises(Conflict) as refused:
        save(filing, "second", site={"address": "建设路 2 号"})

    assert refused.value.stored == {"site.address": "建设路 1 号"}
    assert refused.value.given == {"site.address": "建设路 2 号"}
    filing.refresh_from_db()
    assert filing.content["site"]["address"] == "建设路 1 号"


def test_one_page_may_save_again_and_again() -> None:
    filing = make_draft()
    save(filing, "first", site={"address": "建设路 1 号"})
    filing = save(filing, "first", site={"address": "建设路 2 号"})

    assert filing.content["site"]["address"] == "建设路 2 号"


def test_a_page_that_has_seen_the_last_version_may_save() -> None:
    filing = make_draft()
    save(filing, "first", site={"address": "建设路 1 号"})
    filing = save(filing, "second", 1, site={"address": "建设路 2 号"})

    assert filing.content["site"]["address"] == "建设路 2 号"


def test_identity_numbers_lie_sealed_in_a_draft() -> None:
    worker = make_worker(key="w9")
    filing = save(make_draft(), staff=[worker])

    assert worker["id_number"] not in str(filing.content)
    assert dossier.staff_of(filing)[0]["id_number"] == worker["id_number"]


def test_a_number_sent_back_masked_stays_what_it_was() -> None:
    worker = make_worker(key="w9")
    filing = save(make_draft(), "a", staff=[worker])
    shown = dossier.masked(filing.content["staff"][0])
    filing = save(filing, "a", staff=[shown | {"name": "李改"}])

    assert dossier.staff_of(filing)[0]["id_number"] == worker["id_number"]
    assert filing.content["staff"][0]["name"] == "李改"


def test_a_township_of_the_county_becomes_the_place_of_the_filing() -> None:
    town = make_region("41/4104/410402/410402001")
    filing = save(make_draft(), site={"region_code": town.code})

    assert filing.region == town


def test_a_paper_is_told_by_its_content() -> None:
    filing = make_draft()

    with pytest.raises(Refused, match="程序"):
        services.add_material(
            filing, "M1", file=io.BytesIO(b"MZ\x90"), name="执照.pdf",
            by=filing.started_by, at=MORNING,
        )  # fmt: skip

    assert filing.materials.filter(slot="M1", removed_at=None).count() == 1


def test_a_paper_of_an_unknown_slot_is_refused() -> None:
    filing = make_draft()

    with pytest.raises(Refused, match="材料位"):
        services.add_material(
            filing, "M9", file=io.BytesIO(PDF), name="a.pdf", by=filing.started_by, at=MORNING
        )


def test_a_removed_paper_leaves_its_slot_and_stays_kept() -> None:
    filing = make_draft()
    material = filing.materials.get(slot="M1")

    services.remove_material(material, by=filing.started_by, at=MORNING)

    assert Material.objects.get(pk=material.pk).removed_at == MORNING
    with pytest.raises(Refused, match="已经撤下"):
        services.remove_material(material, by=filing.started_by, at=MORNING)


@pytest.mark.parametrize("make", [make_filing, make_receipted])
def test_what_was_submitted_can_no_longer_be_written_in(make: Any) -> None:
    filing = make()

    with pytest.raises(Refused, match="请刷新"):
        save(filing, site={"address": "建设路 3 号"})
    with pytest.raises(Refused, match="请刷新"):
        services.add_material(
            filing, "M1", file=io.BytesIO(PDF), name="a.pdf", by=filing.started_by, at=MORNING
        )


def test_every_deed_leaves_its_own_note() -> None:
    filing = make_draft()
    later = MORNING + timedelta(hours=1)
    services.withdraw(filing, by=filing.started_by, at=later)

    assert deeds().count("filing.withdrawn") == 1
    assert deeds().count("filing.material_added") == 5
