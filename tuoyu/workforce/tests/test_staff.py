"""People enter the record once, work in posts for periods, and hold papers that lapse."""

from datetime import date

import pytest

from tuoyu.core import sealing
from tuoyu.core.errors import Refused
from tuoyu.institutions import services as register
from tuoyu.institutions.queries import dossier_of
from tuoyu.institutions.tests.make import NOON, OPENED, make_institution
from tuoyu.org.tests.make import make_user
from tuoyu.records.models import Entry
from tuoyu.workforce import queries, services
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment, Person
from tuoyu.workforce.tests.make import make_id_number, make_staff, make_worker

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 1)


def lay(institution: object, staff: list[dict[str, object]], on: date = LATER) -> None:
    services.lay_out_staff(institution, staff, on=on, by=make_user(), at=NOON)  # type: ignore[arg-type]


def test_a_worker_is_kept_with_a_sealed_number_and_a_noted_deed() -> None:
    institution, number = make_institution(), make_id_number(date(1990, 3, 8))

    lay(institution, [make_worker(id_number=number, name="王芳")], on=OPENED)

    person = Person.objects.get()
    assert number.encode() not in bytes(person.id_sealed)
    assert sealing.unseal(person.id_sealed) == number
    assert (person.id_tail, person.born_on) == (number[-4:], date(1990, 3, 8))
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.deed, entry.people) == ("workforce.laid_out", [person.pk])
    assert number not in str(entry.detail)


def test_the_staff_reads_back_masked_and_lays_out_again_without_a_change() -> None:
    institution = make_institution()
    make_staff(institution, make_worker(class_key="托小一班"))
    staff = queries.staff_of(institution, OPENED)

    lay(institution, staff)

    assert staff[0]["id_number"].startswith("****")
    assert queries.staff_of(institution, LATER) == staff
    assert (Person.objects.count(), Employment.objects.count()) == (1, 1)
    assert (Credential.objects.count(), BackgroundCheck.objects.count()) == (2, 1)


def test_one_person_has_one_record_wherever_they_work() -> None:
    number, here, there = make_id_number(), make_institution(), make_institution()
    make_staff(here, make_worker(id_number=number))

    lay(there, [make_worker(id_number=number.lower(), credentials=None)])

    person = Person.objects.get()
    assert list(queries.elsewhere([person.pk], LATER)) == [person]
    assert not queries.elsewhere([person.pk], date(2025, 11, 30)).exists()


def test_a_changed_post_keeps_the_day_the_person_came() -> None:
    institution = make_institution()
    make_staff(institution, make_worker(class_key="托小一班", starts_on="2025-12-01"))
    staff = queries.staff_of(institution, OPENED)

    lay(institution, [staff[0] | {"class_key": "托大一班"}])

    before, after = Employment.objects.order_by("starts_on")
    assert (before.ends_on, after.starts_on) == (LATER, LATER)
    assert queries.staff_of(institution, LATER)[0]["starts_on"] == "2025-12-01"


def test_who_is_not_named_any_more_has_left() -> None:
    institution = make_institution()
    make_staff(institution)

    lay(institution, [])

    assert Employment.objects.get().ends_on == LATER
    assert queries.staff_of(institution, date(2026, 2, 28)) != []


def test_who_comes_back_begins_where_the_earlier_period_ended() -> None:
    institution, number = make_institution(), make_id_number()
    make_staff(institution, make_worker(id_number=number))
    lay(institution, [])

    lay(institution, [make_worker(id_number=number)], on=date(2026, 5, 1))

    assert Employment.objects.order_by("pk").last().starts_on == LATER  # type: ignore[union-attr]


def test_a_class_that_changes_keeps_its_carers() -> None:
    institution = make_institution()
    make_staff(institution, make_worker(class_key="托小一班"))
    classes = dossier_of(institution, OPENED)["classes"]
    classes[0]["children"] = 14

    register.lay_out(
        {"classes": classes},
        institution=institution,
        region=institution.region,
        on=LATER,
        by=make_user(),
        at=NOON,
    )

    assert queries.staff_of(institution, LATER)[0]["class_key"] == classes[0]["key"]


def test_a_certificate_that_is_no_longer_named_ends_that_day() -> None:
    institution = make_institution()
    make_staff(institution)
    staff = queries.staff_of(institution, OPENED)
    staff[0]["credentials"] = staff[0]["credentials"][:1]

    lay(institution, staff)

    assert Credential.objects.get(ends_on=LATER).kind != staff[0]["credentials"][0]["kind"]


def test_a_key_opens_no_record_of_another_institution() -> None:
    stranger = make_staff()[0].person

    with pytest.raises(Refused, match="证件号码"):
        lay(make_institution(), [make_worker(key=f"p{stranger.pk}", id_number="****0000")])


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"id_number": "41040219900308001"}, "id_number", "17 位"),
        ({"id_number": "410402199003080011"}, "id_number", "校验位不符"),
        ({"id_number": ""}, "id_number", "没有填写"),
        ({"post": ""}, "post", "没有填写"),
        ({"post": "teacher"}, "post", "应是其中之一"),
        ({"name": ""}, "name", "没有填写"),
        ({"class_key": "没有的班"}, "class_key", "没有这个班"),
        ({"education": 9}, "education", "应是其中之一"),
        ({"starts_on": "上个月"}, "starts_on", "应是日期"),
        ({"credentials": [{"kind": "piano"}]}, "credentials.0.kind", "应是其中之一"),
        ({"background": {"asked_on": "?"}}, "background.0.asked_on", "应是日期"),
    ],
)
def test_a_line_that_cannot_be_kept_names_the_field(
    fields: dict[str, object], place: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        lay(make_institution(), [make_worker(**fields)])

    assert refusal.value.field == f"staff.0.{place}"
    assert not Person.objects.exists()


def test_an_old_number_of_fifteen_digits_is_completed() -> None:
    make_staff(make_institution(), make_worker(id_number="410402900308001"))

    assert len(sealing.unseal(Person.objects.get().id_sealed)) == 18


def test_a_number_that_belongs_to_another_name_is_refused_without_telling_it() -> None:
    number = make_id_number()
    make_staff(make_institution(), make_worker(id_number=number, name="王芳"))

    with pytest.raises(Refused, match=r"王\*") as refusal:
        lay(make_institution(), [make_worker(id_number=number, name="李静")])

    assert "王芳" not in refusal.value.message


def test_the_same_person_twice_in_one_post_is_refused() -> None:
    number = make_id_number()

    with pytest.raises(Refused, match="填了两次"):
        lay(make_institution(), [make_worker(id_number=number)] * 2)


def test_a_draft_lays_out_people_without_numbers() -> None:
    institution = make_institution()

    services.lay_out_staff(
        institution,
        [make_worker(id_number="", name=""), make_worker(post="", id_number="9")],
        on=OPENED,
        by=make_user(),
        at=NOON,
        draft=True,
    )

    assert Employment.objects.get().person.name == "（未填姓名）"


def test_revealing_a_number_is_a_noted_deed() -> None:
    number = make_id_number()
    person = make_staff(make_institution(), make_worker(id_number=number))[0].person
    officer = make_user(name="李静")

    assert services.reveal(person, reason="核对材料", by=officer, at=NOON) == number

    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.deed, entry.actor_name, entry.people) == (
        "person.revealed",
        "李静",
        [person.pk],
    )


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_number_is_not_revealed_without_a_reason(reason: str) -> None:
    person = make_staff()[0].person
    before = Entry.objects.count()

    with pytest.raises(Refused, match="为什么") as refusal:
        services.reveal(person, reason=reason, by=make_user(), at=NOON)

    assert refusal.value.field == "reason"
    assert Entry.objects.count() == before


def test_the_newest_word_on_a_person_counts_and_a_blank_says_nothing() -> None:
    institution, number = make_institution(), make_id_number()
    make_staff(institution, make_worker(id_number=number, education=2))

    lay(institution, [make_worker(id_number=number, education=3, major_related="")])

    person = Person.objects.get()
    assert (person.education, person.major_related) == (3, True)


def test_a_paper_that_is_corrected_stays_one_paper() -> None:
    institution, number = make_institution(), make_id_number()
    make_staff(institution, make_worker(id_number=number))
    worker = make_worker(id_number=number)
    worker["credentials"][0] |= {"ends_on": "2026-12-31"}

    lay(institution, [worker])

    health = Credential.objects.get(kind="health")
    assert str(health.ends_on) == "2026-12-31"
    assert Credential.objects.count() == 2
