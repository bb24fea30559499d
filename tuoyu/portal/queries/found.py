"""One line of a search's answer, and why it is shown."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tuoyu.portal.queries.wish import FORMS, SERVICES, Wish

METRES_A_MINUTE = 75  # an unhurried walk with a small child
FARTHEST_WALK = 3000  # metres; beyond, nobody asks how long it takes on foot
STATUS = {
    "filed": ("kept", "已备案"),
    "suspended": ("stopped", "暂停服务"),
    "registered": ("unknown", "未备案"),
    "cancelled": ("plain", "已注销"),
}
KIND = {"infant": "乳儿班", "junior": "托小班", "senior": "托大班", "mixed": "混合班"}
PER = {"month": "月", "day": "天", "hour": "小时", "time": "次"}


class Line(NamedTuple):
    """What the list says of one institution."""

    code: str
    name: str
    state: str
    status: str
    form: str
    where: str
    hours: str
    price: str
    per: str
    meals: str
    places: int | None
    inclusive: bool
    demonstration: bool
    kinds: str
    services: str
    reasons: list[str]


def line_of(
    row: Sequence[Any], *, wish: Wish, words: Sequence[str], counties: Mapping[int, str]
) -> Line:
    """A row of facts.public_lines after the number of all, ready to read."""
    _, standing, metres, code, name, other, initials, form, opens, closes = row[:10]
    inclusive, places, county, address, offered, classes, shining = row[10:]
    price, per, meals = _price(offered, wish.priced)
    state, label = STATUS[standing]
    return Line(
        code=code,
        name=name,
        state=state,
        status=label,
        form=FORMS.get(form, ""),
        where=_where(counties.get(county, ""), address or ""),
        hours=hours(opens, closes),
        price=price,
        per=per,
        meals=meals,
        places=places,
        inclusive=inclusive is True,
        demonstration=shining,
        kinds=_kinds(classes),
        services=_services(offered),
        reasons=[
            *_matches(words, name, other, initials, address or ""),
            *_wanted(wish, offered, classes),
            *_walk(metres),
        ],
    )


# The same few prices and classes come again and again, so what was read of them is kept.
@lru_cache(maxsize=4096)
def _rows(text: str | None) -> list[list[str]]:
    """Rows of words: kind, span, price and meals of an offering; kind and places of a class."""
    return [row.split(" ") for row in text.split(",")] if text else []


@lru_cache(maxsize=4096)
def _kinds(classes: str | None) -> str:
    return _named(KIND, _rows(classes))


@lru_cache(maxsize=4096)
def _services(offered: str | None) -> str:
    return _named(SERVICES, _rows(offered))


@lru_cache(maxsize=4096)
def _price(offered: str | None, priced: str) -> tuple[str, str, str]:
    """The price of the service meant, by the month; else of whatever is offered first."""
    with_price = [offer for offer in _rows(offered) if offer[2]]
    if not with_price:
        return "", "", ""
    best = min(with_price, key=lambda offer: (offer[0] != priced, offer[1] != "month"))
    return yuan(int(best[2])), PER[best[1]], yuan(int(best[3])) if len(best) > 3 else ""


def hours(opens: str | None, closes: str | None) -> str:
    """07:30–18:30."""
    return f"{opens}–{closes}" if opens and closes else ""


def yuan(fen: int) -> str:
    """128000 → 1,280; 128050 → 1,280.50."""
    return f"{fen / 100:,.2f}" if fen % 100 else f"{fen // 100:,}"


def _named(words: Mapping[str, str], rows: list[list[str]]) -> str:
    """The kinds that occur, each once, in the order of the words."""
    present = {row[0] for row in rows}
    return "、".join([text for kind, text in words.items() if kind in present])


def _where(county: str, address: str) -> str:
    return address if county and county in address else f"{county}{address}"


def _matches(
    words: Sequence[str], name: str, other: str, initials: str, address: str
) -> list[str]:
    made = []
    for word in words:
        if word in name.lower():
            continue
        if word in initials.lower():
            made.append(f"拼音首字母“{word}”")
        elif word in address.lower():
            made.append(f"地址里有“{word}”")
        elif word in (other or "").lower():
            made.append(f"又名“{other}”")
    return made


def _wanted(wish: Wish, offered: str | None, classes: str | None) -> list[str]:
    made = []
    if wish.kind:
        own = [row for row in _rows(classes) if row[0] == wish.kind]
        total = sum(int(row[1]) for row in own if len(row) > 1)
        made.append(f"{KIND[wish.kind]}托位 {total} 个" if total else f"有{KIND[wish.kind]}")
    if wish.service:
        for kind, per, fen, *_ in _rows(offered):
            if kind == wish.service and fen:
                made.append(f"{SERVICES[kind]} {yuan(int(fen))} 元/{PER[per]}")
    return made


def _walk(metres: float | None) -> list[str]:
    if metres is None:
        return []
    far = f"直线 {metres / 1000:.1f} 公里" if metres >= 950 else f"直线 {metres:.0f} 米"
    if metres > FARTHEST_WALK:
        return [far]
    return [f"{far}，步行约 {max(1, round(metres * 1.3 / METRES_A_MINUTE))} 分钟"]
