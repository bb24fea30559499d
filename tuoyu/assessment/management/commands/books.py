"""`tuoyu books`: the books on the shelves, their dates, entries and executable rules."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.assessment.queries import library
from tuoyu.books import Book


class Command(BaseCommand):
    help = "列出书架上的书：日期、条目数、可自动判断的条款数"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [_row(book) for book in library().all_books]
        total = {key: sum(row[key] for row in rows) for key in ("entries", "executable")}
        if options["json"]:
            self.stdout.write(json.dumps({"books": rows, **total}, ensure_ascii=False))
            return
        for row in rows:
            since = row["valid_from"] or "草案"
            counts = f"{row['entries']:>4} 条，自动判断 {row['executable']:>3}"
            self.stdout.write(f"{since:<10}  {counts}  {row['document']}  [{row['id']}]")
        self.stdout.write(
            f"共 {len(rows)} 本书，{total['entries']} 条，自动判断 {total['executable']} 条"
        )


def _row(book: Book) -> dict[str, Any]:
    head = book.head
    return {
        "id": head.slug,
        "document": head.document,
        "number": head.number,
        "kind": head.kind.value,
        "shelf": head.shelf,
        "valid_from": head.valid_from.isoformat() if head.valid_from else None,
        "valid_to": head.valid_to.isoformat() if head.valid_to else None,
        "checked_on": head.checked_on.isoformat() if head.checked_on else None,
        "draft": head.draft,
        "entries": book.count,
        "executable": len(book.rules),
    }
