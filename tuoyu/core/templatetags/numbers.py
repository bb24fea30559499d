"""Figures as people read them: thousands, money out of fen, shares, ages."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template

register = template.Library()

Number = int | float | Decimal | str | None
NOTHING = "—"


def _decimal(value: Number) -> Decimal | None:
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return None


def _rounded(value: Decimal, places: int) -> str:
    unit = Decimal(1).scaleb(-places)
    return f"{value.quantize(unit, ROUND_HALF_UP):,f}"


@register.filter
def figure(value: Number, places: int = 0) -> str:
    """15846 → 15,846; 3.1874 with 2 → 3.19; nothing → a dash, never a zero."""
    number = _decimal(value)
    return NOTHING if number is None else _rounded(number, places)


@register.filter
def short(value: Number) -> str:
    """As many decimals as it has, at most two: 3 → 3, 3.50 → 3.5."""
    text = figure(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def percent(value: Number, places: int = 1) -> str:
    """A share of one as a percentage without its sign: 0.6138 → 61.4."""
    number = _decimal(value)
    return NOTHING if number is None else _rounded(number * 100, places)


@register.filter
def yuan(fen: Number) -> str:
    """Fen, an integer, as yuan: 128000 → 1,280; 128050 → 1,280.50."""
    number = _decimal(fen)
    if number is None:
        return NOTHING
    return _rounded(number / 100, 0 if number % 100 == 0 else 2)


@register.filter
def one_to(children: Number, carers: Number) -> str:
    """A ratio as the standard writes it: 15 children, 3 carers → 1 : 5."""
    many, few = _decimal(children), _decimal(carers)
    return NOTHING if many is None or not few else f"1 : {short(many / few)}"


@register.filter
def months_old(months: Number) -> str:
    """Months as an age: 9 → 9 个月; 15 → 1 岁 3 个月; 24 → 2 岁."""
    number = _decimal(months)
    if number is None:
        return NOTHING
    years, rest = divmod(int(number), 12)
    words = [f"{years} 岁" if years else "", f"{rest} 个月" if rest or not years else ""]
    return " ".join(filter(None, words))
