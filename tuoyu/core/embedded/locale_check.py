"""Chinese search depends on the database's locale: a wrong one silently finds nothing."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from tuoyu.core.embedded.errors import Unready

GOOD = {"c.utf-8", "c.utf8"}
# Both names count: pg_trgm reads the character type even where another provider sorts.
QUERY = """
SELECT
    pg_encoding_to_char(encoding), datctype, coalesce(to_jsonb(d) ->> 'datlocale', datcollate)
FROM pg_database d WHERE datname = current_database()
"""


class Connection(Protocol):
    """What Django's and psycopg's connections share."""

    def cursor(self) -> AbstractContextManager[Any]: ...


def assert_locale(connection: Connection) -> None:
    """Raise Unready unless the database is UTF-8 under C.UTF-8."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        encoding, *found = cursor.fetchone()
    if encoding != "UTF8" or not {name.lower() for name in found} <= GOOD:
        raise Unready(
            f"数据库的字符环境是 {encoding}、{'、'.join(found)}，中文搜索会失灵。请另建一个库："
            "CREATE DATABASE tuoyu TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';"
        )
