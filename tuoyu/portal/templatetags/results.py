"""Rows and menus of the search, written as text: twenty rows of template tags would take longer
than finding them. Everything that comes from outside goes through `escape`.
"""

from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString

from tuoyu.core.templatetags.icons import icon, state_icon
from tuoyu.portal.queries.choices import Choice
from tuoyu.portal.queries.found import Line

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=64)
def picture(name: str) -> SafeString:
    """The same icon as everywhere, drawn once."""
    return icon(name)


@register.simple_tag
def result(line: Line, base: str) -> SafeString:
    """One institution in the list; `base` is the address before its code."""
    name, where = escape(line.name), escape(line.where)
    price = "<span>价格未公示</span>"
    if line.price:
        price = f"<b>{line.price}</b> <span>元/{line.per}</span>"
    return SafeString(
        f'<article class="ty-card po-line" data-id="{line.code}">'
        f'<h2><a href="{base}{line.code}/">{name}</a></h2><p class="price">{price}</p>'
        f'<p class="where">{where} <span class="nowrap num">{line.hours}</span></p>'
        f'<p class="chips">{_chips(line)}</p><p class="why">{_why(line)}</p></article>'
    )


@register.simple_tag
def menu(choice: Choice) -> SafeString:
    """One menu of the form with its label above."""
    return _menu(choice.name, choice.label, tuple(choice.options), choice.value)


def _chips(line: Line) -> str:
    made = [_chip(line.state, line.status)]
    made += [_chip("doing", "普惠")] if line.inclusive else []
    made += [_chip("doing", "示范机构")] if line.demonstration else []
    made += [_chip("plain", line.form)] if line.form else []
    return "".join(made)


def _why(line: Line) -> str:
    facts = [
        line.kinds,
        f"托位 {line.places} 个" if line.places else "",
        line.services,
        f"餐费另计 {line.meals} 元" if line.meals else "",
    ]
    told = "".join(f"<span>{fact}</span>" for fact in facts if fact)
    reasons = (f'<span class="reason">{escape(reason)}</span>' for reason in line.reasons)
    return told + "".join(reasons)


@lru_cache(maxsize=64)
def _chip(state: str, label: str) -> str:
    picture = state_icon(state) if state in ("kept", "unknown", "stopped") else ""
    return f'<span class="ty-chip is-{state}">{icon(picture) if picture else ""}{label}</span>'


@lru_cache(maxsize=512)
def _menu(
    name: str, label: str, options: tuple[tuple[str, str], ...], value: str
) -> SafeString:
    """The same menus are asked for again and again."""
    rows = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>'
        f"{escape(words)}</option>"
        for key, words in options
    )
    chosen = " on" if value else ""
    return SafeString(
        f'<label class="po-choice"><span>{label}</span>'
        f'<select class="ty-select{chosen}" name="{name}">{rows}</select></label>'
    )
