"""Known institutions of a ledger, brought up to date in bulk; what it does not say stays."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from tuoyu.institutions.models import (
    Institution,
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Site,
    Standing,
)
from tuoyu.institutions.services import life, spelling
from tuoyu.institutions.services.dossier import Values
from tuoyu.institutions.services.ledger.numbering import Blocks, as_blocks
from tuoyu.institutions.services.ledger.overwriting import overwrite
from tuoyu.institutions.services.ledger.telling import Doubt, Period, Told
from tuoyu.institutions.services.lines import Plan, add, change
from tuoyu.org.models import Dated

M = TypeVar("M", bound=Dated)
Status = Standing.Status
_MODELS: Final = (Profile, Site, NurseryClass, Offering, Practice, Standing)
# A ledger's spelling of a name and our guess at its form do not overrule the register.
_KEPT: Final = frozenset(("name", "form", "employer_kind"))


@dataclass(slots=True)
class Known:
    """A registered institution and what the ledger tells of it from that day."""

    row: int
    institution: Institution
    on: date
    told: Told
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(slots=True)
class Written:
    """What was done to rows of known institutions, so that it can be undone."""

    added: dict[str, Blocks] = field(default_factory=dict)
    closed: dict[str, list[list[Any]]] = field(default_factory=dict)  # number, former end
    corrected: dict[str, list[list[Any]]] = field(default_factory=dict)  # number, former values


def bring_up_to_date(knowns: Sequence[Known]) -> Written:
    """Write what differs; whatever the register knows better becomes a doubt instead."""
    updating = _Updating(knowns)
    for known in knowns:
        updating.one(known)
    updating.write()
    respell([known.institution.pk for known in knowns])
    return updating.written


class _Updating:
    def __init__(self, knowns: Sequence[Known]) -> None:
        ids = [known.institution.pk for known in knowns]
        self.rows: dict[type[Dated], dict[int, list[Any]]] = {
            model: _rows(model, ids) for model in _MODELS
        }
        self.plans: dict[tuple[type[Dated], date], Plan[Any]] = {}
        self.written = Written()

    def one(self, known: Known) -> None:
        if late := self._late(known):
            words = f"登记册自 {late} 起已有更晚的登记，台账截至 {known.on} 的内容没有写入"
            known.doubts.append(Doubt("", "", words, "请核实后在机构页更正"))
            return
        self._profile(known)
        self._single(Site, known, known.told.site, {"region": known.institution.region})
        self._single(Practice, known, known.told.practice, {})
        self._classes(known)
        self._offerings(known)
        self._life(known)

    def write(self) -> None:
        for plan in self.plans.values():
            label = plan.model._meta.label_lower
            closed = [[row.pk, _iso(row.ends_on)] for row in plan.close]
            overwrite(plan.model, _corrections(plan))
            plan.correct = []
            plan.write()
            if closed:
                self.written.closed.setdefault(label, []).extend(closed)
            if plan.add:
                blocks = as_blocks([row.pk for row in plan.add])
                self.written.added.setdefault(label, []).extend(blocks)

    def _late(self, known: Known) -> date | None:
        later = [
            row.starts_on
            for model in _MODELS
            for row in self.rows[model][known.institution.pk]
            if row.starts_on > known.on
        ]
        return min(later, default=None)

    def _present(self, model: type[M], known: Known) -> list[M]:
        rows: list[Any] = self.rows[model][known.institution.pk]
        return [row for row in rows if row.ends_on is None or row.ends_on > known.on]

    def _plan(self, model: type[M], on: date) -> Plan[M]:
        return self.plans.setdefault((model, on), Plan(model, on))

    def _change(
        self, model: type[M], known: Known, row: M, values: Values, on: date | None = None
    ) -> None:
        on = on or known.on
        former = {
            name: _iso(getattr(row, name))
            for name, value in values.items()
            if getattr(row, name) != value
        }
        if former and row.starts_on == on:
            label = model._meta.label_lower
            self.written.corrected.setdefault(label, []).append([row.pk, former])
        change(self._plan(model, on), row, values)

    def _single(
        self, model: type[Any], known: Known, values: Values, more: dict[str, Any]
    ) -> None:
        rows = self._present(model, known)
        if rows and values:
            self._change(model, known, rows[0], values)
        elif values:
            add(self._plan(model, known.on), known.institution, values | more)

    def _profile(self, known: Known) -> None:
        values = {n: v for n, v in known.told.profile.items() if n not in _KEPT}
        rows = self._present(Profile, known)
        if rows and rows[0].credit_code:
            values.pop("credit_code", None)
        more = {n: v for n, v in known.told.profile.items() if n in _KEPT}
        self._single(Profile, known, values, more)

    def _classes(self, known: Known) -> None:
        """Classes are named and counted by the institution; a ledger only fills a void."""
        told = Counter(one["kind"] for one in known.told.classes)
        had = Counter(row.kind for row in self._present(NurseryClass, known))
        if not had:
            for one in known.told.classes:
                add(self._plan(NurseryClass, known.on), known.institution, one)
        elif told and told != had:
            words = f"台账写{_counted(told)}，登记册是{_counted(had)}，没有改班级"
            known.doubts.append(Doubt("class_count", _counted(told), words, "请核实各班"))

    def _offerings(self, known: Known) -> None:
        had = {row.kind: row for row in self._present(Offering, known)}
        for one in known.told.offerings:
            row = had.get(one["kind"])
            if row is None:
                add(self._plan(Offering, known.on), known.institution, one)
            elif "price_fen" in one or "meals_fen" in one:
                self._change(Offering, known, row, one)

    def _life(self, known: Known) -> None:
        last = known.told.life[-1]
        rows = self._present(Standing, known)
        if not rows:
            for period in known.told.life:
                self._stand(known, period)
        elif rows[0].status != last.status:
            self._move(known, rows[0], last)

    def _move(self, known: Known, row: Standing, last: Period) -> None:
        demoted = last.status == Status.REGISTERED
        if demoted or last.status not in life.MOVES[row.status]:
            words = (
                f"台账写“{last.status.label}”，登记册是“{row.get_status_display()}”，没有改状态"
            )
            known.doubts.append(Doubt("status", last.status.label, words, "请核实状态"))
            return
        values = {"status": last.status, "reason": last.reason, "reference": last.reference}
        self._change(Standing, known, row, values, max(last.starts_on, row.starts_on))

    def _stand(self, known: Known, period: Period) -> None:
        self._plan(Standing, known.on).add.append(
            Standing(
                institution=known.institution,
                status=period.status,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                reason=period.reason,
                reference=period.reference,
            )
        )


def _corrections(plan: Plan[Any]) -> list[dict[str, Any]]:
    """The corrected rows with every field that any of them had corrected."""
    names = sorted(plan.changed)
    return [
        {"id": row.pk, **{name: _iso(getattr(row, name)) for name in names}}
        for row in plan.correct
    ]


def respell(ids: Sequence[int]) -> None:
    """Search text follows what was written: names, codes, addresses."""
    addresses = dict(
        Site.objects.current()
        .filter(institution_id__in=ids)
        .values_list("institution_id", "address")
    )
    changed = []
    for profile in Profile.objects.current().filter(institution_id__in=ids):
        spelled = spelling.of(vars(profile), addresses.get(profile.institution_id, ""))
        if any(getattr(profile, name) != text for name, text in spelled.items()):
            profile.initials, profile.searchable = spelled["initials"], spelled["searchable"]
            changed.append(profile)
    Profile.objects.bulk_update(changed, ["initials", "searchable"], batch_size=500)


def _rows(model: type[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model._default_manager.filter(institution_id__in=ids).order_by("pk"):
        found[row.institution_id].append(row)
    return found


def _counted(kinds: Counter[str]) -> str:
    labels = dict(NurseryClass.Kind.choices)
    return "、".join(f"{labels[kind]} {count} 个" for kind, count in sorted(kinds.items()))


def _iso(value: Any) -> Any:
    """As JSON keeps it; read back by the field when it is undone."""
    return value if value is None or isinstance(value, bool | int) else str(value)
