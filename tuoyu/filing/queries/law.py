"""What the procedure book and the hygiene checklist say on a day, in a place."""

from collections.abc import Sequence
from datetime import date

from tuoyu.assessment.queries import library
from tuoyu.books import Clock as Term
from tuoyu.books import Item
from tuoyu.institutions.models import Profile
from tuoyu.org.models import Region

SUBMITTED, RECEIPTED = "filing.submitted", "filing.receipted"
SITE_CHECKED, MISMATCHED = "filing.site_checked", "filing.mismatched"
PUBLISHED, WITHDRAWN = "filing.published", "filing.withdrawn"
# The documents whose items are looked at on site.
HYGIENE, FAMILY_SITES = "hygiene-standard", "family-sites"
HYGIENE_CODE = "H-"


def terms_starting(word: str, *, on: date, region: Region) -> list[Term]:
    """The clocks that a deed of the trail sets going."""
    terms = library().clocks(on, region.code).values()
    return [term for term in terms if term.starts_on == word]


def site_items(*, form: str, on: date, region: Region) -> Sequence[Item]:
    """What a person judges on site, in the book's order: the fourteen items of the hygiene
    standard, or a family site's own."""
    items = library().items(on, region.code).values()
    if form == Profile.Form.FAMILY_SITE:
        return [item for item in items if item.id.startswith(f"{FAMILY_SITES}/")]
    found = [item for item in items if item.id.startswith(f"{HYGIENE}/")]
    return [item for item in found if item.code.startswith(HYGIENE_CODE)]
