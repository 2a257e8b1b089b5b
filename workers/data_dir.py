"""The data folder of the embedded mode: it can be written, and nobody else is using it."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DataDirError(Exception):
    """The data folder cannot be used; `code` is stable, both messages end in what to do."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"[{code}] {en}")
        self.code, self.zh, self.en = code, zh, en


def usable(data_dir: Path) -> Path:
    """Return the folder's absolute path, made if need be. Raises `DataDirError` if it cannot be used."""
    try:
        os.fsencode(data_dir.resolve()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataDirError(
            "data_dir.name",
            "数据目录的路径不是 UTF-8 编码,SQLite 无法使用;请用 --data-dir 指定另一个目录。",
            "The data folder's path is not UTF-8, which SQLite needs; choose another one with --data-dir.",
        ) from error
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DataDirError(
            "data_dir.not_writable",
            f"数据目录 {data_dir} 无法写入({reason});请用 --data-dir 指定另一个目录。",
            f"The data folder {data_dir} cannot be written ({reason}); choose another one with --data-dir.",
        ) from error
    return data_dir.resolve()


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the folder for ourselves; the kernel gives it free when we end, however that happens."""
    with (data_dir / "lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataDirError(
                "data_dir.in_use",
                f"数据目录 {data_dir} 正被另一个运行中的 nianbao 使用;请等它结束,或用 --data-dir 指定另一个目录。",
                f"The data folder {data_dir} is in use by another nianbao that is still running; "
                "wait for it to end, or choose another folder with --data-dir.",
            ) from error
        yield
