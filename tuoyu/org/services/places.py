"""Keeping regions and units: changes with a day and a basis, switches of practice."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.org.models import FormerName, Grant, Region, Unit, User
from tuoyu.records.services import note


@transaction.atomic
def rename_region(
    region: Region,
    *,
    code: str,
    name: str,
    short_name: str,
    on: date,
    basis: str,
    by: User,
    at: datetime,
) -> None:
    """A new name or code from a day on; all that lies in the region follows its path."""
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    _can_change(region, code, on)
    old = {"code": region.code, "name": region.name, "short_name": region.short_name}
    if old == {"code": code, "name": name, "short_name": short_name}:
        raise Refused("名称和代码都没有变，不用变更。", status=422)
    last = region.former_names.order_by("-ends_on").first()
    since = last.ends_on if last and last.ends_on else region.starts_on
    FormerName.objects.create(region=region, starts_on=since, ends_on=on, basis=basis, **old)
    region.code, region.name, region.short_name = code, name, short_name
    region.save(update_fields=["code", "name", "short_name"])
    _move(region, f"{region.path.rpartition('/')[0]}/{code}".lstrip("/"))
    note("region.renamed", region, by=by, at=at, old=old, on=on, basis=basis)


def _can_change(region: Region, code: str, on: date) -> None:
    if len(code) != len(region.code) or not (code.isascii() and code.isdecimal()):
        raise Refused(f"代码应是 {len(region.code)} 位数字。", field="code", status=422)
    if Region.objects.exclude(pk=region.pk).filter(code=code).exists():
        raise Refused(f"代码 {code} 已被别的地方使用。", field="code", status=422)
    last = region.former_names.order_by("-ends_on").first()
    earliest = last.ends_on if last and last.ends_on else region.starts_on
    if on <= earliest:
        raise Refused(f"变更日期应晚于 {earliest:%Y-%m-%d}。", field="on", status=422)


def _move(region: Region, path: str) -> None:
    """Give the region and everything below it the new beginning of their paths."""
    old = region.path
    if old == path:
        return
    tail = Substr(F("path"), len(old) + 1)
    below = Region.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(path), tail))


@transaction.atomic
def count_in_city(region: Region, *, counts: bool, basis: str, by: User, at: datetime) -> None:
    """Whether this county's figures belong to the city's targets."""
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    if region.level != Region.Level.COUNTY:
        raise Refused("只有县（市、区）一级可以设置是否计入全市。")
    if region.counts_in_city == counts:
        raise Refused("已经是这个设置，请刷新后再看。")
    region.counts_in_city = counts
    region.save(update_fields=["counts_in_city"])
    note("region.counting_changed", region, by=by, at=at, counts=counts, basis=basis)


@transaction.atomic
def set_population(
    region: Region, *, population: int, source: str, by: User, at: datetime
) -> None:
    """A newer figure of the residents, with where it comes from."""
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    old = region.population
    region.population, region.population_source = population, source
    region.save(update_fields=["population", "population_source"])
    note("region.population_set", region, by=by, at=at, old=old, new=population, source=source)


@transaction.atomic
def open_unit(
    *, kind: str, name: str, region: Region, by: User, at: datetime, short_name: str = ""
) -> Unit:
    """A body that was not listed yet."""
    if kind == Unit.Kind.INSTITUTION:
        raise Refused("托育机构由备案入册，不在这里新增。", field="kind", status=422)
    if Unit.objects.filter(region=region, name=name, is_closed=False).exists():
        raise Refused(f"{region}已有“{name}”。", field="name", status=422)
    unit = Unit.objects.create(kind=kind, name=name, short_name=short_name, region=region)
    note("unit.opened", unit, by=by, at=at, kind=kind)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit,
    *,
    name: str,
    short_name: str,
    phone: str,
    address: str,
    needs_approval: bool,
    receipt_after_review: bool,
    by: User,
    at: datetime,
) -> None:
    """Its names, where people reach it, and how it works: two eyes, receipt after review."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    wanted = {
        "name": name,
        "short_name": short_name,
        "phone": phone,
        "address": address,
        "needs_approval": needs_approval,
        "receipt_after_review": receipt_after_review,
    }
    changed = {field: value for field, value in wanted.items() if getattr(unit, field) != value}
    for field, value in changed.items():
        setattr(unit, field, value)
    unit.save(update_fields=list(changed))
    note("unit.changed", unit, by=by, at=at, changed=changed)


@transaction.atomic
def close_unit(unit: Unit, *, reason: str, by: User, at: datetime) -> None:
    """The body is no more; whoever holds a post there must have left it first."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if unit.kind == Unit.Kind.INSTITUTION:
        raise Refused("托育机构的注销走备案，不在这里撤销。")
    if unit.is_closed:
        raise Refused(f"{unit}已经撤销，请刷新后再看。")
    held = Grant.objects.filter(unit=unit).exclude(ends_on__lte=day_of(at)).count()
    if held:
        raise Refused(f"{unit}还有 {held} 个在任岗位，请先收回。")
    unit.is_closed = True
    unit.save(update_fields=["is_closed"])
    note("unit.closed", unit, by=by, at=at, reason=reason)
