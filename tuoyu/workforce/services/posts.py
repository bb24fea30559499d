"""Writing who works in which post, from when, in which class."""

from collections.abc import Mapping, Sequence
from datetime import date

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution
from tuoyu.institutions.services.dossier import Values
from tuoyu.institutions.services.lines import Plan, change, end
from tuoyu.workforce.models import Employment, Person
from tuoyu.workforce.services.staffing import Worker

Lines = Mapping[str, int]


def write(
    workers: Sequence[Worker],
    people: Mapping[int, Person],
    institution: Institution,
    *,
    lines: Lines,
    on: date,
    draft: bool,
) -> Plan[Employment]:
    """The list as given is the staff of the institution from that day."""
    rows = list(Employment.objects.filter(institution=institution).order_by("starts_on", "pk"))
    holding = {_post(row): row for row in rows if row.ends_on is None or row.ends_on > on}
    plan, seen = Plan(Employment, on), set[tuple[int, str]]()
    for worker in workers:
        values = _values(worker, lines, draft=draft)
        if values is None:
            continue
        person = people[worker.number]
        post = (person.pk, values["post"])
        if post in seen:
            _refuse_twice(worker, person)
        seen.add(post)
        row = holding.pop(post, None)
        if row is None:
            plan.add.append(_begin(worker, person, institution, values, rows, on))
        else:
            change(plan, row, _differing(worker, row, values))
    end(plan, holding.values())
    plan.write()
    return plan


def _post(row: Employment) -> tuple[int, str]:
    return row.person_id, row.post


def _values(worker: Worker, lines: Lines, *, draft: bool) -> Values | None:
    place, label = f"staff.{worker.number}", f"人员第 {worker.number + 1} 行"
    if not worker.post.get("post"):
        if draft:
            return None
        raise Refused(f"{label}“岗位”：没有填写", field=f"{place}.post", status=422)
    line = lines.get(worker.class_key)
    if worker.class_key and line is None and not draft:
        raise Refused(f"{label}“班级”：没有这个班", field=f"{place}.class_key", status=422)
    return worker.post | {"nursery_class_id": line}


def _differing(worker: Worker, row: Employment, values: Values) -> Values:
    """A new row remembers the day the person came; a corrected day of coming is kept beside."""
    known = row.hired_on or row.starts_on
    came = worker.hired_on or known
    if came != known or any(getattr(row, name) != value for name, value in values.items()):
        return values | {"hired_on": came}
    return {}


def _begin(
    worker: Worker,
    person: Person,
    institution: Institution,
    values: Values,
    rows: Sequence[Employment],
    on: date,
) -> Employment:
    """From the day they came, but never over an earlier period in the same post."""
    came = worker.hired_on or on
    ended = [
        row.ends_on
        for row in rows
        if _post(row) == (person.pk, values["post"]) and row.ends_on is not None
    ]
    starts = max([came, *ended])
    return Employment(
        person=person,
        institution=institution,
        starts_on=starts,
        hired_on=came if came != starts else None,
        **values,
    )


def _refuse_twice(worker: Worker, person: Person) -> None:
    """The same person twice in the same post is one line too many."""
    raise Refused(
        f"人员第 {worker.number + 1} 行：“{person.name}”在同一岗位填了两次，请去掉一行。",
        field=f"staff.{worker.number}.post",
        status=422,
    )
