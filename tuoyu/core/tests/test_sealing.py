"""What is sealed opens only with its key, whole; what is looked up needs no opening."""

from typing import Any

import pytest

from tuoyu.core.environment import BadSetting
from tuoyu.core.sealing import Unsealable, lookup_hash, mask_id, seal, unseal

NUMBER = "410402199001011234"


@pytest.mark.parametrize("cipher", ["aes-gcm", "sm4-gcm"])
def test_what_is_sealed_can_be_opened_and_does_not_show(settings: Any, cipher: str) -> None:
    settings.FIELD_CIPHER = cipher

    sealed = seal(NUMBER)

    assert unseal(sealed) == NUMBER
    assert NUMBER.encode() not in sealed
    assert sealed != seal(NUMBER)


@pytest.mark.parametrize("position", [0, 3, 8, 20, -1])
def test_one_changed_byte_is_noticed(position: int) -> None:
    sealed = bytearray(seal(NUMBER))
    sealed[position] ^= 1

    with pytest.raises(Unsealable):
        unseal(bytes(sealed))


def test_a_cut_value_is_noticed() -> None:
    with pytest.raises(Unsealable, match="不完整"):
        unseal(seal(NUMBER)[:20])


def test_old_rows_open_after_cipher_and_key_have_changed(settings: Any) -> None:
    old_key, sealed = settings.FIELD_KEY, seal(NUMBER)

    settings.FIELD_KEY = "ab" * 32
    settings.FIELD_CIPHER = "sm4-gcm"
    with pytest.raises(Unsealable, match="FIELD_KEYS_RETIRED"):
        unseal(sealed)
    settings.FIELD_KEYS_RETIRED = [old_key]

    assert unseal(sealed) == NUMBER
    assert unseal(seal(NUMBER)) == NUMBER


def test_a_number_is_found_however_it_is_spelled() -> None:
    assert lookup_hash("41040219900101123x") == lookup_hash(" 410402 19900101 123X ")
    assert lookup_hash(NUMBER) != lookup_hash(NUMBER[:-1] + "5")
    assert len(lookup_hash(NUMBER)) == 32


def test_the_hash_depends_on_the_key(settings: Any) -> None:
    before = lookup_hash(NUMBER)
    settings.LOOKUP_KEY = "cd" * 32

    assert lookup_hash(NUMBER) != before


@pytest.mark.parametrize("shown", [NUMBER, "1234"])
def test_only_the_last_four_are_shown(shown: str) -> None:
    assert mask_id(shown) == "*" * 14 + "1234"


def test_nothing_is_shown_for_no_number() -> None:
    assert mask_id("") == ""


@pytest.mark.parametrize(("name", "value"), [("FIELD_KEY", "short"), ("FIELD_CIPHER", "rot13")])
def test_a_wrong_setting_is_said_aloud(settings: Any, name: str, value: str) -> None:
    setattr(settings, name, value)

    with pytest.raises(BadSetting, match=name):
        seal(NUMBER)
