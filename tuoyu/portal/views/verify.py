"""Is this receipt genuine, and what is its state today? One big answer."""

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tuoyu.core.guard import public
from tuoyu.filing.models import Document
from tuoyu.filing.queries.payload import LONGEST, public_key
from tuoyu.filing.queries.verify import verify
from tuoyu.portal.views.page import page

SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "verify_receipt.py"


@public
def verify_form(request: HttpRequest) -> HttpResponse:
    """A number, a check code or the text of a QR code goes in; the answer comes out."""
    given = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if not given:
        return page(request, "portal/verify.html", {}, at="verify", seconds=3600)
    return _answer(request, _code_of(given), given)


@public
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code of a paper leads; the signed part behind # never reaches us."""
    return _answer(request, code.replace("\x00", "")[:40], code)


@public
def key(request: HttpRequest) -> HttpResponse:
    """The public key, and how to check a paper without a network."""
    return page(request, "portal/key.html", {"key": public_key()}, at="verify", seconds=3600)


@public
def script(request: HttpRequest) -> HttpResponse:
    """The checker itself: one file, standard library only."""
    if not SCRIPT.is_file():
        return redirect("portal:key")
    answer = FileResponse(SCRIPT.open("rb"), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify_receipt.py"'
    return answer  # type: ignore[return-value]


def _code_of(given: str) -> str:
    """A receipt's number is looked up; anything else is a code, a payload or an address."""
    number = given.replace(" ", "").replace("[", "〔").replace("]", "〕").removesuffix("号")
    found = Document.objects.filter(number=number).values_list("code", flat=True).first()
    return found or given


def _answer(request: HttpRequest, given: str, shown: str) -> HttpResponse:
    found = verify(given)
    valid = "yes" if found["valid"] else "stale"
    mood = valid if found["genuine"] else "no"
    context = {"found": found, "mood": mood, "given": shown}
    return page(request, "portal/verify.html", context, at="verify", seconds=0)
