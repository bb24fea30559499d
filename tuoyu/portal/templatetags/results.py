"""Rows and menus of the search, written as text: twenty rows of template tags would take longer
than finding them. Everything that comes from outside goes through `escape`.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.base import Parser, TextNode, Token
from django.utils.safestring import SafeString

from tuoyu.core.templatetags.icons import icon, state_icon
from tuoyu.portal.queries.choices import Choice
from tuoyu.portal.queries.found import Line

register = template.Library()

TRAITS = {"普惠": "currency-yuan", "示范机构": "award"}


@register.tag
def picture(parser: Parser, token: Token) -> TextNode:
    """`{% picture "clock" %}`: the same icon as everywhere, drawn when the template is read."""
    return TextNode(icon(token.split_contents()[1].strip('"')))


@register.simple_tag
def results(lines: Iterable[Line], base: str) -> SafeString:
    """The institutions of one page; `base` is the address before the code."""
    return SafeString("".join(_result(line, base) for line in lines))


@register.simple_tag
def menus(choices: Iterable[Choice]) -> SafeString:
    """Menus of the form, each with its label above."""
    made = (_menu(c.name, c.label, tuple(c.options), c.value) for c in choices)
    return SafeString("".join(made))


@register.simple_tag
def sort_links(sorts: Iterable[tuple[str, str]], present: str, base: str) -> SafeString:
    """Ways to sort as links; `base` is the address of this search unsorted."""
    here = escape(base)
    made = []
    for key, label in sorts:
        address = f"{here}&amp;sort={key}" if key else here
        on = ' aria-current="true"' if key == present else ""
        made.append(
            f'<a class="ty-filter{" on" if on else ""}" href="{address}"{on}>{label}</a>'
        )
    return SafeString("".join(made))


def _result(line: Line, base: str) -> str:
    name, where = escape(line.name), escape(line.where)
    price = "<span>价格未公示</span>"
    if line.price:
        price = f"<b>{line.price}</b> <span>元/{line.per}</span>"
    return (
        f'<article class="ty-card po-line" data-id="{line.code}">'
        f'<h2><a href="{base}{line.code}/">{name}</a></h2><p class="price">{price}</p>'
        f'<p class="where">{where} <span class="nowrap num">{line.hours}</span></p>'
        f'<p class="chips">{_chips(line)}</p><p class="why">{_why(line)}</p></article>'
    )


def _chips(line: Line) -> str:
    made = [chip(line.state, line.status)]
    made += [chip("doing", "普惠")] if line.inclusive else []
    made += [chip("doing", "示范机构")] if line.demonstration else []
    made += [chip("plain", line.form)] if line.form else []
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


@register.simple_tag
@lru_cache(maxsize=512)
def chip(state: str, label: str) -> SafeString:
    """A state as word, icon and colour; a trait has an icon of its own, or none."""
    picture = TRAITS.get(label) or ("" if state in ("doing", "plain") else state_icon(state))
    drawing = icon(picture) if picture else ""
    return SafeString(f'<span class="ty-chip is-{state}">{drawing}{escape(label)}</span>')


@lru_cache(maxsize=512)
def _menu(name: str, label: str, options: tuple[tuple[str, str], ...], value: str) -> str:
    """The same menus are asked for again and again."""
    rows = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>'
        f"{escape(words)}</option>"
        for key, words in options
    )
    chosen = " on" if value else ""
    return (
        f'<label class="po-choice"><span>{label}</span>'
        f'<select class="ty-select{chosen}" name="{name}">{rows}</select></label>'
    )
