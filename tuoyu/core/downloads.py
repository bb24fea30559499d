"""Files as answers."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """An xlsx to keep; `name` may be Chinese and needs no ending."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
