"""Papers going back to a browser: shown as what they are, and nothing in them runs."""

from urllib.parse import quote

from django.http import HttpResponse

POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"


def show(content: bytes, *, content_type: str, name: str, inline: bool) -> HttpResponse:
    """An answer with the file; `inline` opens pictures and PDF in the page that frames them."""
    answer = HttpResponse(content, content_type=content_type)
    place = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
