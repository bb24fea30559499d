"""Keeping papers: checked by content, stored by hash, noted at arrival."""

import hashlib
import logging
from collections.abc import Collection
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from tuoyu.core import papers, stores
from tuoyu.core.errors import Refused
from tuoyu.core.papers.kinds import LARGEST, check_size
from tuoyu.records.models import Attachment
from tuoyu.records.services.trail import Actor, note

LONGEST_NAME = 200
log = logging.getLogger("tuoyu.records")


@transaction.atomic
def keep_attachment(
    file: "IO[bytes] | File[Any]",
    *,
    name: str,
    by: Actor,
    at: datetime,
    allowed: Collection[papers.Kind] = papers.SLOTS,
    kind: papers.Kind | None = None,
) -> Attachment:
    """Keep one paper; the same content twice lies in the store once.

    `kind` is given by a caller that has opened the content safely itself, as ledgers are.
    """
    content = _read(file)
    kind = kind or papers.check(content, allowed=allowed)
    sha256 = hashlib.sha256(content).hexdigest()
    _store(sha256, content)
    attachment = Attachment.objects.create(
        sha256=sha256,
        size=len(content),
        name=_plain_name(name),
        content_type=kind.content_type,
        kept_at=at,
        kept_by_id=by.pk,
        kept_by_name=by.name,
    )
    note("attachment.kept", attachment, by=by, at=at, sha256=sha256, size=len(content))
    return attachment


def _store(sha256: str, content: bytes) -> None:
    try:
        stores.open_store(settings.ATTACHMENT_STORE).keep(sha256, content)
    except OSError as reason:
        log.exception("材料没能存下：%s", sha256)
        raise Refused(
            "文件收到了，但现在存不下来，什么也没有保存。请过一会儿再传；多次不行请告知运行人员。"
        ) from reason


def _read(file: "IO[bytes] | File[Any]") -> bytes:
    """All of it, but never more than may be kept."""
    size = getattr(file, "size", None)
    if size is not None:
        check_size(size)
    file.seek(0)
    content: bytes = file.read(LARGEST + 1)
    return content


def _plain_name(name: str) -> str:
    """Without folders (either slash) and signs that no screen shows."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable())
    return shown[-LONGEST_NAME:] or "未命名"
