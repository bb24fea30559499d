"""What stands in the way, in our words: refusals of the system and of the database."""

import errno

ANOTHER_FOLDER = "数据文件夹可用 TUOYU_VAR 另选。"
CAUSES = {
    errno.ENOSPC: "磁盘已满，请清理出空间后再试",
    errno.EDQUOT: "这个用户的磁盘空间已用完，请清理后再试",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "它的上一级不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOMEM: "内存不足，请关掉一些程序后再试",
    errno.EAGAIN: "进程太多，请关掉一些程序后再试",
    errno.EMFILE: "打开的文件太多，请放宽 ulimit -n",
    errno.EPIPE: "接收输出的程序已经退出",
}


def reason_of(error: OSError) -> str:
    """Why, in Chinese where we know the cause."""
    return CAUSES.get(error.errno or 0, error.strerror or str(error))


def sentence_of(error: OSError) -> str:
    """Which file or folder, and why."""
    where = error.filename2 or error.filename
    return f"{where}：{reason_of(error)}。" if where else f"{reason_of(error)}。"


def database_sentence_of(error: Exception) -> str:
    """The database cannot be reached, or cannot go on; its own first line tells more."""
    said = str(error).strip().partition("\n")[0]
    if "No space left on device" in said:
        return f"数据库所在的磁盘已满，请清理出空间后再试（{said}）。"
    return f"数据库连不上或中断了，请检查 DATABASE_URL，并看数据库是否在运行（{said}）。"
