"""`python -m tuoyu.core.embedded start|stop|status|url|psql-path`."""

import shutil
import sys

from tuoyu.core import embedded
from tuoyu.core.obstacles import sentence_of

USAGE = "用法：python -m tuoyu.core.embedded start|stop|status|url|psql-path"


def main(words: list[str]) -> int:
    try:
        print(_answer(words[0] if len(words) == 1 else ""))
    except embedded.Unready as reason:
        print(reason, file=sys.stderr)
    except OSError as error:
        print(sentence_of(error), file=sys.stderr)
    else:
        return 0
    return 2


def _answer(word: str) -> str:
    match word:
        case "start" | "url":
            return embedded.ensure()
        case "stop":
            embedded.stop()
            return "内置数据库已停止。"
        case "status":
            return embedded.status()
        case "psql-path":
            return _psql()
    raise embedded.Unready(USAGE)


def _psql() -> str:
    found = embedded.programs()
    path = str(found[0] / "psql") if found else shutil.which("psql")
    if path is None:
        raise embedded.Unready("没有找到 psql。请安装 postgresql-client。")
    return path


sys.exit(main(sys.argv[1:]))
