"""What a wish asks of an institution, as conditions of a statement."""

from typing import Any, Final

from tuoyu.portal.queries.hits import SIGNS, needs_signs, pattern
from tuoyu.portal.queries.places import Places
from tuoyu.portal.queries.wish import Wish

BARE: Final = "translate(lower(p.name), %(signs)s, '')"
HOLDS: Final = "{x}.starts_on <= %(on)s AND ({x}.ends_on IS NULL OR {x}.ends_on > %(on)s)"


def texts(words: list[str], where: Places, given: dict[str, Any]) -> list[str]:
    """Every word stands in the search text, or names the county."""
    if not words:
        return ["s.status <> 'cancelled'"]
    given |= {"exact": "".join(words), "first": words[0], "signs": SIGNS}
    made = [f"(s.status <> 'cancelled' OR {BARE} = %(exact)s)"]
    for number, word in enumerate(words):
        county = where.named(word) if len(words) > 1 else None
        if county:
            given[f"word{number}"] = county.id
            made.append(f"i.county_id = %(word{number})s")
        else:
            given[f"word{number}"] = pattern(word)
            made.append(f"p.searchable LIKE %(word{number})s")
            if needs_signs(word):
                given[f"signs{number}"] = list(word)
                made.append(f"string_to_array(p.searchable, NULL) @> %(signs{number})s")
    return made


def narrowed(wish: Wish, where: Places, given: dict[str, Any]) -> list[str]:
    """What the filters ask."""
    made: list[str] = []
    for value, name, text in _filters(wish, where):
        if value is not None and value != "":
            given[name] = value
            made.append(text)
    if wish.inclusive is not None:
        made.append("p.is_inclusive" if wish.inclusive else "p.is_inclusive IS FALSE")
    return made


def _filters(wish: Wish, where: Places) -> list[tuple[Any, str, str]]:
    county, township = where.county(wish.county), where.township(wish.township)
    band = wish.band
    return [
        (_id(wish.county, county), "county", "i.county_id = %(county)s"),
        (_id(wish.township, township), "township", "i.region_id = %(township)s"),
        (wish.form, "form", "p.form = %(form)s"),
        (wish.until, "until", "p.closes_at >= %(until)s"),
        (wish.places, "places", "p.places >= %(places)s"),
        (_fen(band.least) if band else None, "least", "o.price >= %(least)s"),
        (_fen(band.most) if band else None, "most", "o.price <= %(most)s"),
        (wish.kind, "kind", _exists("institutions_nurseryclass", "kind")),
        (wish.service, "service", _exists("institutions_offering", "service")),
    ]


def _id(code: str, place: Any) -> int | None:
    """The place's id; a code that is no place finds nothing rather than everything."""
    return None if not code else place.id if place else 0


def _fen(yuan: int | None) -> int | None:
    return None if yuan is None else yuan * 100


def _exists(table: str, value: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.institution_id = p.institution_id "
        f"AND x.kind = %({value})s AND {HOLDS.format(x='x')})"
    )
