"""Steps in their order, and the clocks that run between events."""

from tuoyu.books.entries import Clock, Step, Unit
from tuoyu.books.nodes import Section
from tuoyu.books.order import circle
from tuoyu.books.problems import near
from tuoyu.books.reading.reader import Reader


def steps(reader: Reader) -> tuple[Step, ...]:
    found = []
    for name, section in reader.top.entries("steps"):
        after = section.texts("after")
        step = Step(who=section.text("who"), after=after, **reader.entry(name, section))
        section.close()
        found.append(step)
    _check_order(reader, found)
    return tuple(found)


def _check_order(reader: Reader, steps: list[Step]) -> None:
    """Each step follows known ones and never, in the end, itself."""
    before = {step.id.split("/")[1]: step.after for step in steps}
    lines = {step.id.split("/")[1]: step.line for step in steps}
    for name, after in before.items():
        for earlier in after:
            if earlier not in before:
                hint = near(earlier, tuple(before))
                reader.report(lines[name], f"没有步骤“{earlier}”{hint}")
    for name in circle(before):
        reader.report(lines[name], f"步骤“{name}”绕了一圈又排在自己之后，日期成环")


def clocks(reader: Reader) -> tuple[Clock, ...]:
    found = [_clock(reader, name, section) for name, section in reader.top.entries("clocks")]
    return tuple(clock for clock in found if clock)


def _clock(reader: Reader, name: str, section: Section) -> Clock | None:
    shared = reader.entry(name, section)
    starts, stops = section.text("starts_on"), section.text("stops_on")
    days = section.whole("days")
    unit = section.choice("unit", Unit, [Unit.WORKDAYS, Unit.DAYS, Unit.MONTHS])
    who = section.text("who")
    section.close()
    if starts and starts == stops:
        section.report("stops_on", "起算和截止是同一件事，日期成环")
    if days is not None and days < 1:
        section.report("days", "期限至少是 1")
    if not days or not unit:
        return None
    return Clock(starts_on=starts, stops_on=stops, days=days, unit=unit, who=who, **shared)
