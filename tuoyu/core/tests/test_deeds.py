"""The trail is told in Chinese, its details too."""

import pytest

from tuoyu.core.deeds import detail_of, told


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "是"),
        ([1, 2], "1、2"),
        ({"old": 1, "new": False}, "原来 1；新 否"),
        ("示例", "示例"),
        (None, None),
    ],
)
def test_a_detail_is_told_as_people_write_it(value: object, words: object) -> None:
    assert told(value) == words


def test_a_detail_nobody_has_named_stays_as_it_is_written() -> None:
    assert (detail_of("reason"), detail_of("unheard")) == ("事由", "unheard")
