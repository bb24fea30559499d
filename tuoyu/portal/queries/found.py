"""One line of a search's answer, and why it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Line:
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
    row: Sequence[Any],
    status: str,
    metres: float | None,
    *,
    wish: Wish,
    words: Sequence[str],
    counties: Mapping[int, str],
) -> Line:
    """A row of facts.public_lines, ready to read."""
    code, name, other, initials, form, opens, closes, inclusive, places = row[:9]
    county, address, offered, classes, shining = row[9:]
    offers, bands = offered or [], classes or []
    price, per, meals = _price(offers, wish)
    state, label = STATUS[status]
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
        kinds=_named(KIND, bands),
        services=_named(SERVICES, offers),
        reasons=[
            *_matches(words, name, other, initials, address or ""),
            *_wanted(wish, offers, bands),
            *_walk(metres),
        ],
    )


def hours(opens: str | None, closes: str | None) -> str:
    """07:30–18:30."""
    return f"{opens}–{closes}" if opens and closes else ""


def yuan(fen: int) -> str:
    """128000 → 1,280; 128050 → 1,280.50."""
    return f"{fen / 100:,.2f}" if fen % 100 else f"{fen // 100:,}"


def _named(words: Mapping[str, str], rows: list[list[Any]]) -> str:
    """The kinds that occur, each once, in the order of the words."""
    present = {row[0] for row in rows}
    return "、".join([text for kind, text in words.items() if kind in present])


def _where(county: str, address: str) -> str:
    return address if county and county in address else f"{county}{address}"


def _price(offers: list[list[Any]], wish: Wish) -> tuple[str, str, str]:
    """The price of the service meant, by the month; else of whatever is offered first."""
    priced = [offer for offer in offers if offer[1] is not None]
    priced.sort(key=lambda offer: (offer[0] != wish.priced, offer[2] != "month"))
    if not priced:
        return "", "", ""
    _, fen, per, meals = priced[0]
    return yuan(fen), PER[per], yuan(meals) if meals else ""


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


def _wanted(wish: Wish, offers: list[list[Any]], bands: list[list[Any]]) -> list[str]:
    made = []
    if wish.kind:
        total = sum(places or 0 for kind, places in bands if kind == wish.kind)
        made.append(f"{KIND[wish.kind]}托位 {total} 个" if total else f"有{KIND[wish.kind]}")
    for kind, fen, per, _ in offers:
        if kind == wish.service and fen is not None:
            made.append(f"{SERVICES[kind]} {yuan(fen)} 元/{PER[per]}")
    return made


def _walk(metres: float | None) -> list[str]:
    if metres is None:
        return []
    far = f"直线 {metres / 1000:.1f} 公里" if metres >= 950 else f"直线 {metres:.0f} 米"
    if metres > FARTHEST_WALK:
        return [far]
    return [f"{far}，步行约 {max(1, round(metres * 1.3 / METRES_A_MINUTE))} 分钟"]
