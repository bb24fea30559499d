"""Papers come out as they came in, or not at all."""

from pathlib import Path

import pytest

from tuoyu.core.errors import Refused
from tuoyu.core.papers import PDF
from tuoyu.core.tests.paper import JPG_DOT, PNG_DOT, PROGRAM, make_pdf
from tuoyu.records.models import Attachment, Entry
from tuoyu.records.queries import open_attachment
from tuoyu.records.services import keep_attachment
from tuoyu.records.tests.make import NOON, Someone, make_attachment

pytestmark = pytest.mark.django_db


def _stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_paper_is_kept_by_content_with_its_hash_in_the_trail(store: Path) -> None:
    attachment = make_attachment(PNG_DOT, name="C:\\照片\\场地.pdf")

    assert open_attachment(attachment) == PNG_DOT
    assert (attachment.content_type, attachment.name) == ("image/png", "场地.pdf")
    assert attachment.file_name == "场地.png"
    assert (attachment.kept_by_name, attachment.kept_at) == ("李经办", NOON)
    entry = Entry.objects.get()
    assert (entry.deed, entry.detail["sha256"]) == ("attachment.kept", attachment.sha256)
    assert [path.name for path in _stored(store)] == [attachment.sha256]


def test_the_same_content_twice_lies_in_the_store_once(store: Path) -> None:
    make_attachment(name="一.png")
    make_attachment(name="二.png")

    assert Attachment.objects.count() == 2
    assert len(_stored(store)) == 1


def test_a_renamed_program_leaves_nothing_behind(store: Path) -> None:
    with pytest.raises(Refused, match="程序"):
        make_attachment(PROGRAM, name="租赁合同.pdf")

    assert not Attachment.objects.exists()
    assert not Entry.objects.exists()
    assert not store.exists()


def test_only_the_kinds_a_slot_takes_are_kept() -> None:
    make_attachment(make_pdf(), allowed=[PDF])
    with pytest.raises(Refused, match="只收 pdf"):
        make_attachment(JPG_DOT, allowed=[PDF])


def test_a_paper_changed_in_the_store_is_not_opened(store: Path) -> None:
    attachment = make_attachment()
    (path,) = _stored(store)
    path.write_bytes(PNG_DOT[:-1] + b"!")

    with pytest.raises(Refused, match="不一样"):
        open_attachment(attachment)


def test_a_paper_gone_from_the_store_is_said_aloud(store: Path) -> None:
    attachment = make_attachment()
    (path,) = _stored(store)
    path.unlink()

    with pytest.raises(Refused, match="备份"):
        open_attachment(attachment)


def test_a_file_whose_size_is_told_is_not_even_read() -> None:
    class Large:
        size = 21 * 1024 * 1024

        def seek(self, place: int) -> None:
            raise AssertionError("it was read")

    with pytest.raises(Refused, match="21 MB，超过 20 MB"):
        keep_attachment(Large(), name="大.pdf", by=Someone(), at=NOON, allowed=[PDF])  # type: ignore[arg-type]

    assert not Entry.objects.exists()


def test_a_paper_that_has_no_told_size_is_read_no_further_than_it_may_be() -> None:
    content = JPG_DOT + bytes(20 * 1024 * 1024)

    with pytest.raises(Refused, match="超过 20 MB"):
        make_attachment(content)

    assert not Attachment.objects.exists()


def test_a_store_that_is_out_of_reach_is_said_and_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*given: object) -> None:
        raise OSError("No space left on device")

    kept = make_attachment()
    before = Entry.objects.count()
    monkeypatch.setattr("tuoyu.core.stores.Folder.keep", fail)
    monkeypatch.setattr("tuoyu.core.stores.Folder.read", fail)

    with pytest.raises(Refused, match="存不下来，什么也没有保存"):
        make_attachment(JPG_DOT)
    with pytest.raises(Refused, match="现在读不出来"):
        open_attachment(kept)

    assert (Attachment.objects.count(), Entry.objects.count()) == (1, before)
