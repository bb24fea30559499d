"""What a backup takes from the settings."""

from pathlib import Path
from typing import Any

KEYS = ("FIELD_KEY", "LOOKUP_KEY", "SIGNING_KEY")


def store(settings: Any) -> Path | None:
    """The folder of attachments; a bucket has none."""
    address: str = settings.ATTACHMENT_STORE
    return None if address.startswith("s3://") else Path(address)


def keys(settings: Any) -> dict[str, str]:
    """The keys without which what is restored could not be read or verified."""
    return {name: getattr(settings, name) for name in KEYS}
