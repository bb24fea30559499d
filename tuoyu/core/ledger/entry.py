"""One institution as a ledger row tells it, every value read and typed."""

from dataclasses import dataclass, field
from datetime import date

from tuoyu.core.ledger.regions import Region
from tuoyu.core.sheets.names import NameKey
from tuoyu.core.sheets.prices import Price
from tuoyu.core.sheets.values import Precision

_NO_KEY = NameKey("", "")


@dataclass(slots=True)
class Entry:
    """None is "not said". Kinds are written as the register does: full_day, infant, filed."""

    name: str | None = None
    region: Region | None = None
    township: str | None = None
    legal_forms: frozenset[str] = frozenset()  # what the ledger's word leaves open
    code: str | None = None
    code_is_sound: bool = False
    address: str | None = None
    head: str | None = None
    identity: str | None = None
    contact: str | None = None
    phone: str | None = None
    places: int | None = None
    children: int | None = None
    class_count: int | None = None
    classes: dict[str, int] = field(default_factory=dict)  # kind → number of classes
    class_places: dict[str, int] = field(default_factory=dict)  # kind → places together
    staff: int | None = None
    carers: int | None = None
    health_workers: int | None = None
    filed_on: date | None = None
    filed_precision: Precision | None = None
    filing_number: str | None = None
    registered_on: date | None = None
    services: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    inclusive: bool | None = None
    meals: bool | None = None
    area: float | None = None  # m²
    indoor_area: float | None = None  # m²
    outdoor_area: float | None = None  # m²
    floor: str | None = None
    highest_floor: int | None = None  # below ground is negative
    lowest_floor: int | None = None
    status: str | None = None  # registered, filed, rectifying, suspended, cancelled
    registrar: str | None = None
    registrar_name: str | None = None
    fire: str | None = None
    remark: str | None = None
    form: str | None = None  # form of care, when the name states it
    demonstration: bool | None = None
    demonstration_year: int | None = None
    recording_days: int | None = None
    extra: dict[str, str] = field(default_factory=dict)  # columns nobody mapped, by heading
    key: NameKey = _NO_KEY

    @property
    def legal_form(self) -> str | None:
        """The legal form, when exactly one is left."""
        return next(iter(self.legal_forms)) if len(self.legal_forms) == 1 else None
