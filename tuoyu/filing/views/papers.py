"""Papers on screen: what was handed in and what was issued."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from tuoyu.core.clock import now
from tuoyu.core.guard import needs
from tuoyu.core.papers.showing import show
from tuoyu.filing import permissions, services
from tuoyu.filing.models import Document, Filing, FilingQuerySet, Material, SitePhoto
from tuoyu.filing.queries.printing import pdf_of
from tuoyu.org.models import UserRequest
from tuoyu.records.models import Attachment
from tuoyu.records.queries import open_attachment


@needs(permissions.READ)
def material(request: UserRequest, pk: int) -> HttpResponse:
    """A paper that was handed in, shown as what it is."""
    rows = Material.objects.filter(filing__in=_reach(request)).select_related(
        "attachment", "filing__unit__region", "filing__applicant"
    )
    found = get_object_or_404(rows, pk=pk)
    return _shown(services.open_paper(found, by=request.user, at=now()))


@needs(permissions.READ)
def photo(request: UserRequest, pk: int) -> HttpResponse:
    """A picture from a visit."""
    rows = SitePhoto.objects.filter(check_of__filing__in=_reach(request))
    return _shown(get_object_or_404(rows.select_related("attachment"), pk=pk).attachment)


@needs(permissions.READ)
def document(request: UserRequest, pk: int) -> HttpResponse:
    """An issued paper as PDF."""
    rows = Document.objects.filter(filing__in=_reach(request))
    found = get_object_or_404(rows, pk=pk)
    name = f"{found.get_kind_display()} {found.number}.pdf"
    return show(pdf_of(found), content_type="application/pdf", name=name, inline=True)


def _reach(request: UserRequest) -> FilingQuerySet:
    return Filing.objects.visible_to(request.user, permissions.READ)


def _shown(attachment: Attachment) -> HttpResponse:
    return show(
        open_attachment(attachment),
        content_type=attachment.content_type,
        name=attachment.file_name,
        inline=attachment.shows_in_browser,
    )
