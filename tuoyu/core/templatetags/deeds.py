"""`{{ entry.deed|deed_words }}`."""

from django import template

from tuoyu.core.deeds import words_of

register = template.Library()


@register.filter
def deed_words(deed: str) -> str:
    return words_of(deed)
