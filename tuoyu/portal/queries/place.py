"""Everything public about one institution, in one statement.

Public is what the norms publish: registration and filing, places, services, prices, papers in
force, results. Heads, contacts, staff and children are never read here, so they cannot leak.
"""

import json
from datetime import date
from typing import Any, Final

from django.db import connection

_HOLDS: Final = "x.starts_on <= %(on)s AND (x.ends_on IS NULL OR x.ends_on > %(on)s)"


def _rows(columns: str, table: str, *, order: str, where: str = _HOLDS) -> str:
    """The dated rows of one kind as a JSON array of arrays."""
    return (
        f"(SELECT json_agg(json_build_array({columns}) ORDER BY {order}) FROM {table} x "
        f"WHERE x.institution_id = i.id AND {where})"
    )


_PARTS: Final = {
    "classes": _rows(
        "x.name, x.kind, x.places, x.youngest_months, x.oldest_months",
        "institutions_nurseryclass",
        order="array_position(ARRAY['infant','junior','senior','mixed'], x.kind::text), x.name",
    ),
    "offerings": _rows(
        "x.kind, x.price_fen, x.per, x.meals_fen, x.is_published, x.starts_on",
        "institutions_offering",
        order="array_position(ARRAY['full_day','half_day','hourly','temporary'], x.kind::text)",
    ),
    "licences": _rows(
        "x.kind, x.ends_on, x.passed", "institutions_licence", order="x.kind, x.ends_on"
    ),
    "demonstrations": _rows(
        "x.named_by, x.document, x.starts_on", "institutions_demonstration", order="x.starts_on"
    ),
    "standings": _rows(
        "x.status, x.starts_on, x.reference",
        "institutions_standing",
        order="x.starts_on DESC",
        where="x.starts_on <= %(on)s AND (x.ends_on IS NULL OR x.ends_on > x.starts_on)",
    ),
    "names": _rows(
        "x.name, x.starts_on",
        "institutions_profile",
        order="x.starts_on DESC",
        where="x.starts_on <= %(on)s",
    ),
    "documents": """(SELECT json_agg(json_build_array(d.kind, d.number, d.code, d.issued_on,
        d.revoked_at IS NOT NULL, d.revoked_why, u.name, d.payload -> 'points')
        ORDER BY d.issued_on DESC, d.id DESC)
      FROM filing_document d JOIN filing_filing f ON f.id = d.filing_id
      JOIN org_unit u ON u.id = f.unit_id
      WHERE f.institution_id = i.id AND d.kind IN ('receipt', 'mismatch'))""",
    "visits": """(SELECT json_agg(json_build_array(v.visited_on, v.is_passed)
        ORDER BY v.visited_on DESC)
      FROM filing_sitecheck v JOIN filing_filing f ON f.id = v.filing_id
      WHERE f.institution_id = i.id AND f.status = 'published'
        AND v.concluded_at IS NOT NULL)""",
}
_PROFILE: Final = (
    *("name", "other_name", "credit_code", "legal_form", "registrar_name", "registered_on"),
    *("form", "backing", "chain_name", "open_to_public", "is_inclusive", "places"),
    *("has_meals", "opens_at", "closes_at", "phone", "introduction"),
)
_SITE: Final = (
    *("address", "longitude", "latitude", "building_area_m2", "outdoor_area_m2"),
    *("lowest_floor", "highest_floor"),
)
_TEXT: Final = f"""
SELECT i.id, i.code, c.code, c.name, r.name, {", ".join(f"p.{n}" for n in _PROFILE)},
  {", ".join(f"t.{n}" for n in _SITE)}, {", ".join(_PARTS.values())}
FROM institutions_institution i
JOIN org_region c ON c.id = i.county_id
JOIN org_region r ON r.id = i.region_id
LEFT JOIN LATERAL (SELECT * FROM institutions_profile x WHERE x.institution_id = i.id
  AND x.starts_on <= %(on)s ORDER BY x.starts_on DESC, x.id DESC LIMIT 1) p ON TRUE
LEFT JOIN LATERAL (SELECT * FROM institutions_site x WHERE x.institution_id = i.id
  AND x.starts_on <= %(on)s ORDER BY x.starts_on DESC, x.id DESC LIMIT 1) t ON TRUE
WHERE i.code = %(code)s
"""
_NAMES: Final = (
    *("id", "code", "county_code", "county", "region"),
    *_PROFILE,
    *_SITE,
    *_PARTS,
)


def place(code: str, on: date) -> dict[str, Any] | None:
    """The facts by name, or None if there is no such institution in the register."""
    with connection.cursor() as cursor:
        cursor.execute(_TEXT, {"on": on, "code": code})
        row = cursor.fetchone()
    if row is None:
        return None
    facts = dict(zip(_NAMES, row, strict=True))
    for name in _PARTS:
        found = facts[name]
        facts[name] = (json.loads(found) if isinstance(found, str) else found) or []
    return facts if facts["standings"] and facts["name"] else None
