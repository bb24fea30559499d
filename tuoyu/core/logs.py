"""Server logs: a line for every answer and every deed, as JSON, or for people in development.

No personal data: people are numbers, an address goes without its question and without what
was typed, what the database quotes of a refused row is left out. Lines of one answer share its
`request`, which the error page gives the reader to quote.
"""

import re
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

Line = MutableMapping[str, Any]

QUOTED_ROW = re.compile(r"^DETAIL:.*(?:\n|$)", re.MULTILINE)


def set_up(level: str, *, readable: bool) -> dict[str, Any]:
    """Prepare structlog, and give the dictionary for Django's LOGGING."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(FOR_PEOPLE if readable else FOR_MACHINES),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "tuoyu": {"level": level},
            # Through the same handler as all others; what was not found is told by its answer.
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"handlers": [], "level": "ERROR"},
        },
    }


def without_quoted_rows(_: Any, __: str, line: Line) -> Line:
    """The database quotes the values of a row it refuses; a name may be among them."""
    if "exception" in line:
        line["exception"] = QUOTED_ROW.sub("", line["exception"])
    return line


SHARED: Final[list[Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
    without_quoted_rows,
]
FOR_MACHINES: Final[list[Any]] = [structlog.processors.JSONRenderer(ensure_ascii=False)]
FOR_PEOPLE: Final[list[Any]] = [structlog.dev.ConsoleRenderer(colors=False)]
