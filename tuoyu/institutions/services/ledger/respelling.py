"""Search text of known institutions follows what a ledger changed: codes and addresses."""

from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from tuoyu.institutions.models import Profile
from tuoyu.institutions.services import spelling
from tuoyu.institutions.services.ledger.numbering import numbers_in
from tuoyu.institutions.services.ledger.overlaying import Written
from tuoyu.institutions.services.ledger.overwriting import overwrite

_SPELLED: Final = """
SELECT profile.id, profile.initials, profile.searchable,
    profile.name, profile.other_name, profile.credit_code, COALESCE(site.address, '')
FROM institutions_profile AS profile LEFT JOIN LATERAL
    (SELECT address FROM institutions_site
     WHERE institution_id = profile.institution_id AND ends_on IS NULL
     ORDER BY id LIMIT 1) AS site ON TRUE
WHERE profile.ends_on IS NULL AND profile.institution_id = ANY(%s)
ORDER BY profile.id
"""


def respell(institutions: Collection[int], written: Written) -> None:
    """A row that stood before gets its former text back when the import is undone."""
    formers, texts = [], []
    with connection.cursor() as cursor:
        cursor.execute(_SPELLED, [sorted(institutions)])
        for number, initials, searchable, *told, address in cursor.fetchall():
            names = ("name", "other_name", "credit_code")
            spelled = spelling.of(dict(zip(names, told, strict=True)), address)
            former = {"initials": initials, "searchable": searchable}
            if spelled != former:
                texts.append({"id": number, **spelled})
                formers.append([number, former])
    overwrite(Profile, texts)
    written.correct(Profile, _standing(formers, written))


def _standing(formers: list[list[Any]], written: Written) -> list[list[Any]]:
    """Without those that the import itself added."""
    added = set(numbers_in(written.added.get(Profile._meta.label_lower, [])))
    return [row for row in formers if row[0] not in added]
