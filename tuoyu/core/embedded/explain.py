"""PostgreSQL's last words, in ours."""

from tuoyu.core.embedded.place import Place

CAUSES = (
    ("No space left on device", "磁盘已满。请清理出空间后再试"),
    ("Permission denied", "文件权限不对。请检查文件夹属主，或用 TUOYU_VAR 另选一个文件夹"),
    ("has invalid permissions", "数据文件夹权限过宽。请执行 chmod 700"),
    ("has wrong ownership", "数据文件夹属于别的用户。请用那个用户运行"),
    ("could not map anonymous shared memory", "内存不足。请关掉一些程序后再试"),
    ("Cannot allocate memory", "内存不足。请关掉一些程序后再试"),
    ("pre-existing shared memory", "上次的数据库进程还没有退出。请稍等片刻再试"),
    ("Address already in use", "另一个数据库占用了同一个套接字。请先停掉它"),
    ("Read-only file system", "磁盘是只读的。请换一个可写的位置（TUOYU_VAR）"),
    ("incompatible with server", "数据由另一个版本的 PostgreSQL 建立"),
    (
        "invalid locale name",
        "本机没有 C.UTF-8 字符环境。请安装 locales",
    ),
    ("could not locate a valid checkpoint", "数据文件已损坏。请用 tuoyu restore 从备份恢复"),
)
QUIET = ("pg_ctl:", "Examine the log", "LOG:  database system is shut down", "HINT:")


def explain(said: str, place: Place) -> str:
    """One clear sentence, and the server's own line that tells most."""
    sign, cause = next((row for row in CAUSES if row[0] in said), ("", "原因见下"))
    lines = [line.rpartition("] ")[2].strip() for line in said.splitlines()]
    lines = [line for line in lines if line and not line.startswith(QUIET)]
    telling = [line for line in lines if sign in line][-1:] if sign else lines[-2:]
    words = " / ".join(telling) or "（没有输出）"
    return f"内置数据库（{place.data}）无法启动：{cause}。PostgreSQL 说：{words}"
