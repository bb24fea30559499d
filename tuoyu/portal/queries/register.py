"""The open register: filed institutions with the fields the national list publishes."""

from datetime import date
from typing import Final

from django.db import connection

from tuoyu.institutions.models import Profile

FIELDS: Final = (
    ("institution_name", "机构名称"),
    ("other_name", "别名"),
    ("credit_code", "统一社会信用代码"),
    ("type", "机构性质"),
    ("zoning_code", "区划代码"),
    ("zoning_name", "区划名称"),
    ("address", "地址"),
    ("finished_time", "备案日期"),
)
_LEGAL: Final = {str(form.value): str(form.label) for form in Profile.LegalForm}
_TEXT: Final = """
SELECT p.name, p.other_name, p.credit_code, p.legal_form, r.code, r.name, t.address,
  (SELECT min(f.starts_on) FROM institutions_standing f
   WHERE f.institution_id = i.id AND f.status = 'filed')
FROM institutions_institution i
JOIN institutions_standing s ON s.institution_id = i.id AND s.status IN ('filed', 'suspended')
  AND s.starts_on <= %(on)s AND (s.ends_on IS NULL OR s.ends_on > %(on)s)
JOIN institutions_profile p ON p.institution_id = i.id
  AND p.starts_on <= %(on)s AND (p.ends_on IS NULL OR p.ends_on > %(on)s)
JOIN org_region r ON r.id = i.region_id
LEFT JOIN LATERAL (SELECT x.address FROM institutions_site x WHERE x.institution_id = i.id
  AND x.starts_on <= %(on)s AND (x.ends_on IS NULL OR x.ends_on > %(on)s)
  ORDER BY x.starts_on DESC LIMIT 1) t ON TRUE
ORDER BY i.code
"""


def rows(on: date) -> list[tuple[str, ...]]:
    """One row an institution, in the order of FIELDS, all text."""
    with connection.cursor() as cursor:
        cursor.execute(_TEXT, {"on": on})
        found = cursor.fetchall()
    return [
        (*row[:3], _LEGAL.get(row[3], ""), row[4], row[5], row[6] or "", str(row[7] or ""))
        for row in found
    ]
