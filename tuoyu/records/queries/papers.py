"""Opening a kept paper: what comes out is what came in, or nothing comes out."""

import hashlib
import hmac
import logging

from django.conf import settings

from tuoyu.core import stores
from tuoyu.core.errors import Refused
from tuoyu.records.models import Attachment

log = logging.getLogger("tuoyu.records")


def open_attachment(attachment: Attachment) -> bytes:
    """The content (at most 20 MB), its hash compared with the one taken at arrival."""
    try:
        content = stores.open_store(settings.ATTACHMENT_STORE).read(attachment.sha256)
    except stores.Missing as reason:
        raise Refused(
            f"附件“{attachment.name}”在存储里找不到了，请告知运行人员从备份恢复。"
        ) from reason
    except OSError as reason:
        log.exception("附件读不出来：%s", attachment.sha256)
        raise Refused(
            f"附件“{attachment.name}”现在读不出来，请过一会儿再试；多次不行请告知运行人员。"
        ) from reason
    if not hmac.compare_digest(hashlib.sha256(content).hexdigest(), attachment.sha256):
        raise Refused(
            f"附件“{attachment.name}”和留存时不一样了，为防误用没有打开，请告知运行人员。"
        )
    return content
