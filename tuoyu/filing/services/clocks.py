"""Clocks follow the trail: a deed's word starts the terms that the procedure book hangs on it
and ends those that wait for it. No length of a term stands here."""

from datetime import date, datetime

from tuoyu.books import Clock as Term
from tuoyu.core.clock import day_of
from tuoyu.filing.models import Clock, Filing
from tuoyu.filing.queries import law
from tuoyu.filing.queries.terms import last_day, stops_of, used_by


def strike(
    filing: Filing, word: str, *, at: datetime, settles: str = "", is_last: bool = False
) -> None:
    """A deed was done: end what waited for it (or for the deed it settles), start what follows.

    The last deed of a filing ends every term and starts none. Two documents may each set a
    term for one deed (the mismatch notice): both run, each by its own text. Nothing to match
    is in a pause or an end of service, so no notice of a mismatch is awaited there.
    """
    day = day_of(at)
    for clock in open_clocks(filing):
        if is_last or clock.stops_on_word in (word, settles):
            _finish(filing, clock, word, day)
    for term in [] if is_last else law.terms_starting(word, on=day, region=filing.unit.region):
        if filing.is_of_content or term.stops_on != law.MISMATCHED:
            _start(filing, term, day)
    show(filing)


def pause(filing: Filing, *, why: str, at: datetime) -> None:
    """The institution has the next move: every term stands still."""
    for clock in open_clocks(filing):
        clock.stopped_on, clock.stopped_why = day_of(at), why
        clock.due_on = clock.forecast_on = None
        clock.save()
    show(filing)


def go_on(filing: Filing, *, at: datetime) -> None:
    """The office has the next move again: every term goes on where it stood."""
    for clock in open_clocks(filing):
        if clock.stopped_on is None:
            continue
        stop = {"from": clock.stopped_on, "to": day_of(at), "reason": clock.stopped_why}
        clock.stops = [*clock.stops, {k: str(v) for k, v in stop.items()}]
        clock.stopped_on, clock.stopped_why = None, ""
        _set_due(clock)
        clock.save()
    show(filing)


def show(filing: Filing) -> None:
    """What lists need to know of the clocks; the deed saves the filing."""
    running = open_clocks(filing)
    due = min((clock.due_on for clock in running if clock.due_on), default=None)
    filing.due_on = due
    filing.due_provisional = any(clock.provisional for clock in running if clock.due_on == due)
    filing.stopped_on = next((clock.stopped_on for clock in running if clock.stopped_on), None)
    for clock in running:
        if clock.stops_on_word == law.RECEIPTED:
            filing.receipt_due = clock.due_on


def open_clocks(filing: Filing) -> list[Clock]:
    return list(filing.clocks.filter(finished_on=None))


def _start(filing: Filing, term: Term, day: date) -> None:
    clock = Clock(
        filing=filing,
        clock=term.id,
        says=term.says[:200],
        stops_on_word=term.stops_on,
        term=term.days,
        unit=term.unit,
        started_on=day,
    )
    _set_due(clock)
    clock.save()


def _finish(filing: Filing, clock: Clock, word: str, day: date) -> None:
    clock.used = used_by(clock, day)
    clock.finished_on = day
    if clock.stopped_on:
        clock.stops = [
            *clock.stops,
            {"from": str(clock.stopped_on), "to": str(day), "reason": clock.stopped_why},
        ]
        clock.stopped_on, clock.stopped_why = None, ""
    clock.save()
    if clock.stops_on_word == word == law.RECEIPTED:
        filing.receipt_workdays = clock.used
        filing.receipt_in_time = clock.used <= clock.term
    elif clock.stops_on_word == word == law.MISMATCHED:
        filing.notice_workdays = clock.used


def _set_due(clock: Clock) -> None:
    deadline = last_day(clock.started_on, clock.term, clock.unit, stops_of(clock))
    clock.due_on, clock.provisional = deadline.on, deadline.provisional
