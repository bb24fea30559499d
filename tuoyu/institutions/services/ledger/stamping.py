"""A stamp of everything a judgement was held against: equal stamps, equal judgements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from tuoyu import core
from tuoyu.core.ledger.ledger import Choices
from tuoyu.core.ledger.limits import Limits
from tuoyu.core.ledger.regions import Regions
from tuoyu.institutions.queries import digest_of_known, ledger_counties, ledger_regions
from tuoyu.institutions.queries.limits import ledger_limits
from tuoyu.org.models import Region

_CORE: Final = Path(core.__file__).parent
_JUDGES: Final = (_CORE / "ledger", _CORE / "sheets", Path(__file__).parent)


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are held against besides the register's institutions."""

    regions: Regions
    limits: Limits
    counties: dict[str, Region]


def stamp_of(
    digest: str,
    ground: Ground,
    *,
    on: date,
    within: Sequence[str],
    corrections: Mapping[str, Choices] | None,
) -> str:
    """`digest`: of the institutions known within the officer's reach on that day."""
    told = [
        _program(),
        digest,
        str(on),
        sorted(within),
        corrections or {},
        [ground.regions.city, repr(ground.regions.all), repr(ground.limits)],
        [[row.pk, row.code, row.path, row.name] for row in ground.counties.values()],
    ]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def stamp_now(
    *, on: date, within: Sequence[str], corrections: Mapping[str, Choices] | None
) -> str:
    """The stamp that a judgement would bear if it were made now."""
    ground = Ground(ledger_regions(), ledger_limits(on), ledger_counties())
    digest = digest_of_known(on, tuple(within))
    return stamp_of(digest, ground, on=on, within=within, corrections=corrections)


@cache
def _program() -> str:
    """The judging itself, so that a new release judges again what an older one judged."""
    files = sorted(file for folder in _JUDGES for file in folder.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
