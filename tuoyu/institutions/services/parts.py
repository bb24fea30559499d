"""The parts of one content on their way into the rows of one institution."""

from datetime import date
from typing import Any, TypeVar

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import (
    Institution,
    Licence,
    NurseryClass,
    Offering,
    OperatorRelation,
    Practice,
    Profile,
    Room,
    Site,
)
from tuoyu.institutions.models.dossier import SECTIONS, key_of
from tuoyu.institutions.services import life, lists, spelling
from tuoyu.institutions.services.dossier import Content, Values
from tuoyu.institutions.services.lines import Plan, add, change, present
from tuoyu.org.models import Dated, Region

M = TypeVar("M", bound=Dated)


class Parts:
    """Written in the order in which they name one another: site, profile, classes, rooms, …"""

    def __init__(
        self,
        found: Content,
        institution: Institution,
        *,
        region: Region,
        on: date,
        is_new: bool,
        draft: bool,
    ) -> None:
        self.found, self.institution, self.region = found, institution, region
        self.on, self.is_new, self.draft = on, is_new, draft
        self.changed: list[str] = []

    def write(self) -> list[str]:
        """Gives the names of what changed, as `profile.places` or `rooms`."""
        site = self._site()
        self._profile(site)
        keys = self._classes()
        self._rooms(site, keys)
        self._listed("offerings", Offering)
        self._listed("operators", OperatorRelation)
        self._licences()
        self._single("practice", Practice)
        return sorted(self.changed)

    def _present(self, model: type[M]) -> list[M]:
        return [] if self.is_new else present(model, self.institution, self.on)

    def _write(self, name: str, plan: Plan[Any]) -> None:
        plan.write()
        if SECTIONS[name].is_list:
            self.changed += [name] if plan.touched else []
        elif plan.correct or plan.close:
            self.changed += [f"{name}.{field}" for field in plan.changed]
        elif plan.add:
            self.changed.append(name)

    def _single(self, name: str, model: type[M]) -> M | None:
        """The one row of a part, as it stands afterwards; None when nothing is known of it."""
        rows, values = self._present(model), self.found.single.get(name)
        if values is None:
            return rows[0] if rows else None
        plan = Plan(model, self.on)
        if rows:
            row = change(plan, rows[0], values)
        else:
            lists.is_whole(SECTIONS[name], values, None, draft=self.draft)
            row = add(plan, self.institution, values)
        self._write(name, plan)
        return row

    def _site(self) -> Site | None:
        values = self.found.single.get("site")
        if values is None and self.found.lists.get("rooms") and self.is_new:
            values = self.found.single["site"] = {}
        if values is not None:
            code = values.pop("region_code", None)
            if code or self.is_new:
                values["region"] = self._region(code)
        return self._single("site", Site)

    def _region(self, code: str | None) -> Region:
        if not code or code == self.region.code:
            return self.region
        region = Region.objects.filter(code=code).first()
        if region is None and not self.draft:
            words = f"场地“所在地”：没有代码为“{code}”的区划"
            raise Refused(words, field="site.region_code", status=422)
        return region or self.region

    def _profile(self, site: Site | None) -> None:
        values = self.found.single.get("profile")
        if values is not None and self.draft and self.is_new:
            values.setdefault("form", Profile.Form.INDEPENDENT)
        if values is not None and self.is_new:
            values |= spelling.of(values, site.address if site else "")
        if values is not None or not self.is_new:
            profile = self._single("profile", Profile)
            if profile is not None and not self.is_new:
                self._follow(profile, site)

    def _follow(self, profile: Profile, site: Site | None) -> None:
        """Search text follows name and address; the unit follows name and place."""
        spelled = spelling.of(vars(profile), site.address if site else "")
        if any(getattr(profile, name) != text for name, text in spelled.items()):
            Profile.objects.filter(pk=profile.pk).update(**spelled)
        unit, institution = self.institution.unit, self.institution
        if unit.name != profile.name or unit.region_id != self.region.pk:
            unit.name, unit.region = profile.name, self.region
            unit.save(update_fields=["name", "region"])
        if institution.region_id != self.region.pk:
            institution.region, institution.county = self.region, life.county_of(self.region)
            institution.save(update_fields=["region", "county"])

    def _listed(self, name: str, model: type[M]) -> list[M | None]:
        items = self.found.lists.get(name)
        if items is None:
            return []
        plan = Plan(model, self.on)
        laid = lists.replace(
            plan,
            SECTIONS[name],
            self.institution,
            self._present(model),
            items,
            draft=self.draft,
        )
        self._write(name, plan)
        return laid

    def _classes(self) -> dict[str, int]:
        """Keys that rooms may name, and the lines of the classes they stand for."""
        if "classes" not in self.found:
            return {key_of(row): row.line for row in self._present(NurseryClass)}
        items, laid = self.found.lists["classes"], self._listed("classes", NurseryClass)
        found: dict[str, int] = {}
        for item, row in zip(items, laid, strict=True):
            if row is not None:
                found |= {str(item.get("key") or row.name): row.line, key_of(row): row.line}
        return found

    def _rooms(self, site: Site | None, keys: dict[str, int]) -> None:
        items = self.found.lists.get("rooms")
        if items is None:
            return
        if items and site is None:
            raise Refused("填了用房，还没有填场地。", field="site.address", status=422)
        for number, item in enumerate(items):
            item["site_id"] = site.line if site else None
            if "class_key" in item or self.is_new:
                item["nursery_class_id"] = self._class_line(number, item, keys)
        self._listed("rooms", Room)

    def _class_line(self, number: int, item: Values, keys: dict[str, int]) -> int | None:
        key = str(item.get("class_key") or "")
        if key and key not in keys and not self.draft:
            words = f"用房第 {number + 1} 行“班级”：没有这个班"
            raise Refused(words, field=f"rooms.{number}.class_key", status=422)
        return keys.get(key)

    def _licences(self) -> None:
        """Papers carry their own dates, so one that is corrected is corrected in place."""
        items = self.found.lists.get("licences")
        if items is None:
            return
        rows = [] if self.is_new else list(self.institution.licences.order_by("pk"))
        matched = lists.match(SECTIONS["licences"], rows, items)
        plan = Plan(Licence, self.on)
        for number, item in enumerate(items):
            values = {name: value for name, value in item.items() if name != "key"}
            self._licence(plan, matched.get(number), values, number)
        kept = {row.pk for row in matched.values()}
        plan.close = [row for row in rows if row.pk not in kept and _holds_after(row, self.on)]
        self._write("licences", plan)

    def _licence(
        self, plan: Plan[Licence], row: Licence | None, values: Values, number: int
    ) -> None:
        if row is None:
            if not lists.is_whole(SECTIONS["licences"], values, number, draft=self.draft):
                return
            values["starts_on"] = values.get("starts_on") or values.get("issued_on") or self.on
            plan.add.append(Licence(institution=self.institution, **_in_order(values)))
            return
        values["starts_on"] = values.get("starts_on") or row.starts_on
        differing = {name for name, value in values.items() if getattr(row, name) != value}
        if differing:
            for name in differing:
                setattr(row, name, values[name])
            plan.changed |= differing
            plan.correct.append(row)


def _holds_after(row: Licence, on: date) -> bool:
    return row.ends_on is None or row.ends_on > on


def _in_order(values: Values) -> Values:
    """A paper said to lapse before it begins never held: it begins the day it lapses."""
    ends, starts = values.get("ends_on"), values["starts_on"]
    return values | {"starts_on": ends} if ends and ends < starts else values
