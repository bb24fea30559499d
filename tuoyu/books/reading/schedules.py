"""Windows of age and time, and what the state gives."""

from tuoyu.books.entries import Benefit, Span, Unit
from tuoyu.books.nodes import Section
from tuoyu.books.reading.reader import Reader


def spans(reader: Reader) -> tuple[Span, ...]:
    found = [_span(reader, name, section) for name, section in reader.top.entries("entries")]
    return tuple(span for span in found if span)


def _span(reader: Reader, name: str, section: Section) -> Span | None:
    shared = reader.entry(name, section)
    unit = section.choice("unit", Unit, [Unit.DAYS, Unit.MONTHS, Unit.YEARS])
    starts, ends = section.whole("from"), section.whole("to", required=False)
    every = section.whole("every", required=False)
    title, who = section.text("name"), section.text("who", required=False)
    section.close()
    if starts is not None and ends is not None and ends < starts:
        section.report("to", "止于起点之前，请核对 from 和 to")
    if unit is None or starts is None:
        return None
    return Span(name=title, who=who, starts=starts, ends=ends, every=every, unit=unit, **shared)


def benefits(reader: Reader) -> tuple[Benefit, ...]:
    found = []
    for name, section in reader.top.entries("benefits"):
        shared = reader.entry(name, section)
        subject = reader.subject(section) if "subject" in section.nodes else None
        benefit = Benefit(
            name=section.text("name"),
            who=section.text("who"),
            subject=section.text("subject", required=False),
            when=reader.expression(section, "when", subject),
            amount=section.number("amount", required=False),
            unit=section.text("unit", required=False),
            until=section.text("until", required=False),
            how=section.text("how", required=False),
            **shared,
        )
        section.close()
        found.append(benefit)
    return tuple(found)
