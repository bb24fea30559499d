"""What an officer ticks and writes before a decision."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from tuoyu.assessment.queries import Report
from tuoyu.books import Item
from tuoyu.filing.models import SiteCheck

MORE = "more"


class OpinionForm(forms.Form):
    """A word for the colleague who approves."""

    opinion = forms.CharField(
        label="经办意见",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Why a proposal goes back, or a paper loses its force."""

    answer = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


def offered(report: Report | None) -> list[dict[str, Any]]:
    """The findings as points that can be ticked, broken first."""
    if report is None:
        return []
    return [
        {
            "n": n,
            "about": f"rule:{finding.rule.id}:{finding.subject_label}",
            "finding": finding,
            "verdict": str(finding.verdict),
            "clause": finding.rule.citation,
            "text": _text(finding),
            "remedy": finding.remedy,
        }
        for n, finding in enumerate((*report.broken, *report.unknown))
    ]


def seen_on_site(visit: SiteCheck | None, items: Iterable[Item]) -> list[dict[str, str]]:
    """What the last visit did not find as it should be, as points that can be ticked."""
    answers = visit.answers if visit else {}
    return [
        {
            "n": f"v{item.code}",
            "about": f"item:{item.id}",
            "clause": item.citation,
            "text": _seen(item, answers[item.id]),
        }
        for item in items
        if answers.get(item.id, {}).get("answer") in ("no", "unknown")
    ]


def _seen(item: Item, given: Mapping[str, str]) -> str:
    found = "现场不符合" if given["answer"] == "no" else "现场未查明"
    note = given.get("note", "")
    return f"{item.says}（{found}{'：' if note else ''}{note}）"


def _text(finding: Any) -> str:
    why = finding.shortfall or (f"缺：{finding.missing}" if finding.missing else "")
    return f"{finding.title}（{why}）" if why else str(finding.title)


def points_in(post: QueryDict) -> list[dict[str, str]]:
    """The ticked points with what was written beside them, then those written freely."""
    return [*_ticked(post), *_free(post)]


def _ticked(post: QueryDict) -> Iterator[dict[str, str]]:
    for n in post.getlist("point"):
        names = ("about", "text", "clause", "remedy")
        yield {name: post.get(f"{name}-{n}", "").strip() for name in names}


def _free(post: QueryDict) -> Iterator[dict[str, str]]:
    for line in post.get(MORE, "").splitlines():
        if line.strip():
            yield {"about": "other", "text": line.strip(), "clause": "", "remedy": ""}
