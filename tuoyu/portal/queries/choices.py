"""What the search form offers, and what of it is chosen."""

from dataclasses import dataclass

from tuoyu.portal.queries import wish as w
from tuoyu.portal.queries.places import Places
from tuoyu.portal.queries.wish import Wish

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One menu of the form. The first option is everything."""

    name: str
    label: str
    options: Options
    value: str


def main_choices(wish: Wish, where: Places) -> list[Choice]:
    """What most families ask: where, how old, how dear."""
    counties = [(place.code, place.name) for place in where.counties]
    bands = [(key, w.band(key).label) for key in w.BANDS]  # type: ignore[union-attr]
    return [
        Choice("county", "区县", [("", "全市"), *counties], wish.county),
        Choice("kind", "班型", [("", "不限月龄"), *w.KINDS.items()], wish.kind),
        Choice("price", "每月价格", [("", "价格不限"), *bands], _band(wish)),
    ]


def more_choices(wish: Wish, where: Places) -> list[Choice]:
    """The rest, folded away on a phone."""
    townships = [(place.code, place.name) for place in where.townships]
    until = [(hour, f"开到 {hour} 以后") for hour in w.UNTIL]
    places = [(least, f"{least} 个以上") for least in w.PLACES]
    given = [Choice("township", "乡镇街道", [("", "全部"), *townships], wish.township)]
    inclusive = {None: "", True: "yes", False: "no"}[wish.inclusive]
    return [
        *(given if townships else []),
        Choice("service", "服务", [("", "不限"), *w.SERVICES.items()], wish.service),
        Choice("until", "关门时间", [("", "不限"), *until], _until(wish)),
        Choice("form", "办托形式", [("", "不限"), *w.FORMS.items()], wish.form),
        Choice(
            "inclusive", "普惠", [("", "不限"), ("yes", "普惠"), ("no", "非普惠")], inclusive
        ),
        Choice("places", "托位数", [("", "不限"), *places], str(wish.places or "")),
    ]


def sorts(wish: Wish) -> Options:
    """Ways to sort; by distance only once we know from where."""
    known = [("", "最相符"), *w.SORTS.items()]
    return known if wish.near else [option for option in known if option[0] != "near"]


def _band(wish: Wish) -> str:
    band = wish.band
    if band is None:
        return ""
    least, most = ("" if end is None else end for end in (band.least, band.most))
    return f"{least}-{most}"


def _until(wish: Wish) -> str:
    return f"{wish.until:%H:%M}" if wish.until else ""
