"""Numbers of statistics: what is counted over what."""

from decimal import Decimal

from tuoyu.books.entries import Indicator, Measure, Per
from tuoyu.books.facts import Subject, Type
from tuoyu.books.nodes import Section
from tuoyu.books.parsing import ExpressionError, parse
from tuoyu.books.reading.reader import Reader, words
from tuoyu.books.terms import Expression

NUMBER = (Type.INTEGER, Type.NUMERIC)


def indicators(reader: Reader) -> tuple[Indicator, ...]:
    found = [_indicator(reader, *named) for named in reader.top.entries("indicators")]
    return tuple(indicator for indicator in found if indicator)


def _indicator(reader: Reader, name: str, section: Section) -> Indicator | None:
    shared = reader.entry(name, section)
    subject = reader.subject(section)
    numerator = _measure(reader, section, "numerator", subject)
    denominator = _denominator(reader, section, subject)
    per = section.number("per", required=False) or Decimal(1)
    direction = section.choice("direction", str, ["more", "less"])
    grain = section.texts("grain", required=True)
    if set(grain) - {"county", "city"}:
        section.report("grain", "“grain”只用 county、city")
    title, unit = section.text("name"), section.text("unit")
    limits = section.text("known_limits", required=False)
    section.close()
    if not numerator or not denominator:
        return None
    return Indicator(
        name=title,
        numerator=numerator,
        denominator=denominator,
        per=per,
        unit=unit,
        grain=grain,
        more_is_better=direction != "less",
        known_limits=limits,
        **shared,
    )


def _denominator(
    reader: Reader, section: Section, subject: Subject | None
) -> Measure | Per | None:
    if "denominator" not in section.nodes:
        section.known.append("denominator")
        return Per.ONE
    word = str(section.nodes["denominator"].value)
    if word in words(Per):
        section.known.append("denominator")
        return Per(word)
    return _measure(reader, section, "denominator", subject)


def _measure(
    reader: Reader, section: Section, key: str, subject: Subject | None
) -> Measure | None:
    node = section.nodes.get(key)
    if node is not None and isinstance(node.value, str):
        return _taken(reader, section, key, subject, None)
    below = section.section(key)
    if below is None:
        section.report(key, f"缺少“{key}”，写 count 或 {{take: sum(列), where: 条件}}")
        return None
    own = reader.subject(below) if "subject" in below.nodes else subject
    where = reader.expression(below, "where", own)
    found = _taken(reader, below, "take", own, where)
    below.known.append("subject")
    below.close()
    return found


def _taken(
    reader: Reader,
    section: Section,
    key: str,
    subject: Subject | None,
    where: Expression | None,
) -> Measure | None:
    text = section.text(key)
    if subject is None or not text:
        return None
    if text == "count":
        return Measure(subject.name, None, where)
    if not (text.startswith("sum(") and text.endswith(")")):
        section.report(key, f"“{key}”写 count 或 sum(列)，写的是“{text}”")
        return None
    try:
        return Measure(subject.name, parse(text[4:-1], subject, NUMBER), where)
    except ExpressionError as error:
        section.report(key, f"“{key}”的表达式{error}")
        return None
