"""Looking at a paper that names people: who looked stays in the trail."""

from datetime import datetime

from django.db import transaction

from tuoyu.filing.models import Material
from tuoyu.org.models import User
from tuoyu.records.models import Attachment
from tuoyu.records.services import note

PERSONAL = frozenset(("M3", "M7"))  # health certificates, identity papers


@transaction.atomic
def open_paper(material: Material, *, by: User, at: datetime) -> Attachment:
    """The paper itself; one that shows personal data is opened with a note."""
    if material.slot in PERSONAL:
        note(
            "filing.paper_read", material.filing, by=by, at=at,
            material=material.pk, slot=material.slot,
        )  # fmt: skip
    return material.attachment
