"""What the offices have made public: filings, pauses, endings, and mismatch notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

KINDS: Final = {
    "filed": "新备案",
    "resumed": "恢复服务",
    "suspended": "暂停服务",
    "cancelled": "注销",
    "mismatch": "不符合告知",
}
_STATES: Final = {
    "filed": "kept",
    "resumed": "kept",
    "suspended": "stopped",
    "cancelled": "plain",
    "mismatch": "broken",
}
_ALL: Final = """
SELECT CASE WHEN s.status = 'filed' AND EXISTS (
      SELECT 1 FROM institutions_standing b WHERE b.institution_id = s.institution_id
        AND b.status = 'suspended' AND b.ends_on = s.starts_on) THEN 'resumed'
    ELSE s.status END AS kind,
  s.starts_on AS happened, i.code, p.name, c.short_name AS county, c.code AS county_code,
  p.places, s.reference AS number, '' AS check_code
FROM institutions_standing s
JOIN institutions_institution i ON i.id = s.institution_id
JOIN org_region c ON c.id = i.county_id
JOIN LATERAL (SELECT x.name, x.places FROM institutions_profile x
  WHERE x.institution_id = i.id AND x.starts_on <= %(on)s
  ORDER BY x.starts_on DESC, x.id DESC LIMIT 1) p ON TRUE
WHERE s.status IN ('filed', 'suspended', 'cancelled') AND s.starts_on <= %(on)s
  AND (s.ends_on IS NULL OR s.ends_on > s.starts_on)
UNION ALL
SELECT 'mismatch', d.issued_on, coalesce(i.code, ''),
  coalesce(d.payload ->> 'name', ''), c.short_name, c.code, NULL, d.number, d.code
FROM filing_document d
JOIN filing_filing f ON f.id = d.filing_id
JOIN org_unit u ON u.id = f.unit_id
JOIN org_region c ON c.id = u.region_id
LEFT JOIN institutions_institution i ON i.id = f.institution_id
WHERE d.kind = 'mismatch' AND d.revoked_at IS NULL
"""
_PAGE: Final = """
WITH every AS ({every}),
asked AS (SELECT * FROM every WHERE {where}),
counted AS (SELECT count(*) AS total FROM asked)
SELECT counted.total, a.* FROM counted LEFT JOIN
  (SELECT * FROM asked ORDER BY happened DESC, code DESC, number LIMIT {limit} OFFSET {skip}) a
  ON TRUE ORDER BY a.happened DESC, a.code DESC, a.number
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the public notices."""

    kind: str
    state: str
    label: str
    on: date
    code: str
    name: str
    county: str
    text: str
    number: str
    check_code: str


def notices(
    on: date, *, kind: str = "", county: str = "", q: str = "", page: int = 1, size: int = 30
) -> tuple[list[Notice], int]:
    """A page of notices, newest first, and how many there are."""
    given: dict[str, Any] = {"on": on, "kind": kind, "county": county, "q": q.lower()}
    where = ["TRUE"]
    where += ["kind = %(kind)s"] if kind else []
    where += ["county_code = %(county)s"] if county else []
    where += ["strpos(lower(name), %(q)s) > 0"] if q else []
    text = _PAGE.format(
        every=_ALL, where=" AND ".join(where), limit=int(size), skip=(page - 1) * size
    )
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        rows = cursor.fetchall()
    return [_notice(row[1:]) for row in rows if row[1] is not None], rows[0][0]


def _notice(row: Sequence[Any]) -> Notice:
    kind, happened, code, name, county, _, places, number, check_code = row
    return Notice(
        kind=kind,
        state=_STATES[kind],
        label=KINDS[kind],
        on=happened,
        code=code,
        name=name,
        county=county,
        text=_text(kind, name, county, places),
        number=number or "",
        check_code=check_code,
    )


def _text(kind: str, name: str, county: str, places: int | None) -> str:
    where = name if county in name else f"{name}（{county}）"
    size = f"，托位 {places} 个" if places else ""
    return {
        "filed": f"{where}完成备案{size}",
        "resumed": f"{where}恢复服务",
        "suspended": f"{where}暂停服务",
        "cancelled": f"{where}注销备案",
        "mismatch": f"{where}：告知不符合，限期改正",
    }[kind]
