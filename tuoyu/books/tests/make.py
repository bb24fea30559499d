"""A small fact dictionary and small books for the tests of the library."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tuoyu.books.entries import Book, Rule
from tuoyu.books.facts import Catalogue, Type
from tuoyu.books.parsing import breach_of, parse
from tuoyu.books.reading import Place, read_book
from tuoyu.books.terms import Expression

FACTS = """
CREATE TYPE facts.institution_row AS (
    institution_id bigint, subject_id bigint, subject_label text, region_code text,
    form text, places integer, floor integer, area numeric(10, 2), lease_ends_on date,
    in_service boolean
);
COMMENT ON TYPE facts.institution_row IS '机构';
COMMENT ON COLUMN facts.institution_row.places IS '托位数（个）';
COMMENT ON COLUMN facts.institution_row.area IS '建筑面积（平方米）';
COMMENT ON COLUMN facts.institution_row.floor IS '所在楼层（层）';

CREATE TYPE facts.class_row AS ( -- one row for each class
    institution_id bigint, subject_id bigint, subject_label text, region_code text,
    kind text, children integer, carers integer, area numeric(8, 2), opened_on date,
    own_unit boolean, shared_unit boolean, cots integer
);
COMMENT ON COLUMN facts.class_row.kind IS '班型：infant 乳儿班；junior 托小班；mixed 混合班';
COMMENT ON COLUMN facts.class_row.children IS '在托幼儿数（名）';
COMMENT ON COLUMN facts.class_row.carers IS '保育人员数（名）';
COMMENT ON COLUMN facts.class_row.area IS '活动室面积（平方米）';
COMMENT ON COLUMN facts.class_row.opened_on IS '开班日期';
COMMENT ON COLUMN facts.class_row.own_unit IS '生活单元独立使用';
"""
CATALOGUE = Catalogue.from_sql(FACTS)

HEAD = """\
document: 托育机构设置标准（试行）
number: 国卫人口发〔2019〕58号
issuer: 国家卫生健康委
kind: {kind}
valid_from: {valid_from}
checked_on: 2026-11-23
confidence: V2
"""
RULE = """\
rules:
  carers-of-infants:
    code: RAT-01
    article: 第二十条
    subject: class
    when: kind = 'infant'
    holds: children <= 3 * carers
    severity: block
    says: 乳儿班保育人员与婴幼儿之比不低于 1:3
    remedy: 增加保育人员，或减少本班在托人数
    cases:
      keeps: {kind: infant, children: 9, carers: 3}
      breaks: {kind: infant, children: 10, carers: 3}
"""


def make_text(
    body: str = RULE, *, kind: str = "standard", valid_from: str = "2019-10-08"
) -> str:
    return HEAD.format(kind=kind, valid_from=valid_from) + body


def make_book(
    body: str = RULE,
    *,
    kind: str = "standard",
    valid_from: str = "2019-10-08",
    slug: str = "setting-standard",
) -> Book:
    file = f"china/{slug.replace('-', '_')}/{valid_from}.yaml"
    content = make_text(body, kind=kind, valid_from=valid_from).encode()
    return read_book(content, Place(file, "china", "", slug, draft=False), CATALOGUE)


def make_expression(
    text: str, *, subject: str = "class", wants: Type = Type.BOOLEAN
) -> Expression:
    found = CATALOGUE.find(subject)
    assert found
    return parse(text, found, (wants,))


def make_rule(holds: str, *, when: str = "", subject: str = "class") -> Rule:
    """A rule without cases of its own, for the boundary that a test is about."""
    law = make_expression(holds, subject=subject)
    limit = make_expression(when, subject=subject) if when else None
    breach = breach_of(limit, law)
    return replace(
        make_book().rules[0], subject=subject, when=limit, holds=law, breach=breach, cases=()
    )


def make_shelves(root: Path, **books: str) -> Path:
    """A root with the three shelves; names are `china__setting_standard__2019_10_08`."""
    (root / "shelves.yaml").write_text('china: ""\nhenan: "41"\npingdingshan: "4104"\n')
    for name, text in books.items():
        shelf, document, day = name.split("__")
        file = root / shelf / document / f"{day.replace('_', '-')}.yaml"
        if document == "drafts":
            file = root / shelf / "drafts" / f"{day}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root


TODAY = date(2026, 11, 23)
