"""Turns DOC, WPS, RTF, XLS, ET, ODT and ODS into DOCX or XLSX by LibreOffice, in a process and a profile of its own.

LibreOffice runs no macro, updates no link, reaches no network, and ends with the conversion or with us.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from config.settings import OfficeSettings
from pipeline.errors import ConversionFailed, FormatNeedsLibreOffice, TimeExceeded
from pipeline.formats import Conversion

from .office_profile import PROFILE

_MEGABYTE = 1024 * 1024
_MOST_RESULT = 64 * _MEGABYTE
_ZIP = b"PK\x03\x04"
_END_S = 5.0
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
# Each line names the process group that runs now, an empty one that none does. The input ends when we do, however
# that happens: the group is killed and the folder removed.
_GUARD = """
while read -r line; do group=$line; done
if [ -n "$group" ]; then kill -s KILL -- "-$group"; fi
rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
"""


class LibreOffice:
    """LibreOffice for one process: one conversion at a time, its profile kept warm between them.

    It is looked for when a file needs it.
    """

    def __init__(self, settings: OfficeSettings, limit_s: float) -> None:
        self._settings = settings
        self._limit_s = limit_s
        self._home: _Home | None = None

    def __call__(self, data: bytes, conversion: Conversion) -> bytes:
        """Return the bytes of `data` as DOCX or XLSX.

        Raises `FormatNeedsLibreOffice`, `ConversionFailed`, and `TimeExceeded` after the limit of one report. What
        fails in a profile that was used before is tried again in a new one, since the profile may be what is broken.
        """
        program = shutil.which(self._settings.command)
        if program is None:
            raise FormatNeedsLibreOffice(format=conversion.name)
        deadline = time.monotonic() + self._limit_s
        if self._home is not None:
            with suppress(ConversionFailed):
                return self._converted(program, data, conversion, deadline)
        return self._converted(program, data, conversion, deadline)

    def close(self) -> None:
        """Remove the profile; the next conversion makes a new one."""
        if self._home is not None:
            self._home.close()
            self._home = None

    def _converted(self, program: str, data: bytes, conversion: Conversion, deadline: float) -> bytes:
        home = self._home = self._home or _Home()
        try:
            with tempfile.TemporaryDirectory(dir=home.path, ignore_cleanup_errors=True) as folder:
                source, target = Path(folder, f"report.{conversion.suffix}"), Path(folder, "converted")
                source.write_bytes(data)
                words = [program, *_OPTIONS, f"-env:UserInstallation={home.profile.as_uri()}"]
                words += ["--convert-to", _FILTERS[conversion.target], "--outdir", str(target), str(source)]
                status = self._run(words, Path(folder), home, deadline)
                return _result(target / f"report.{conversion.target}", status, conversion)
        except BaseException:
            self.close()  # what was cut short may have left it broken
            raise

    def _run(self, words: list[str], folder: Path, home: "_Home", deadline: float) -> int:
        """Run a program to its end, and all that it started with it; return its status."""
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=_environment(home.path, folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(self._begin, home),  # noqa: PLW1509 - system calls only, from the main thread
        )
        try:
            return process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise TimeExceeded(limit_s=self._limit_s) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            home.watch(None)

    def _begin(self, home: "_Home") -> None:
        """In the new process, before its program: it tells the guard itself, so that there is no moment without one."""
        home.watch(os.getpid())
        limits = {
            resource.RLIMIT_AS: resource.getrlimit(resource.RLIMIT_AS)[1],  # a pool process's own is too low for it
            resource.RLIMIT_DATA: self._settings.memory_mb * _MEGABYTE,
            resource.RLIMIT_FSIZE: _MOST_RESULT,
            resource.RLIMIT_CPU: int(self._limit_s) * 2 + 1,
            resource.RLIMIT_CORE: 0,
        }
        for which, limit in limits.items():
            resource.setrlimit(which, (limit, resource.getrlimit(which)[1]))


class _Home:
    """A folder for temporary files with a profile in it; it goes when it is closed, or when this process ends."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="nianbao-office-"))
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self.path)],
            cwd="/",
            env={"PATH": os.defpath},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.profile = self.path / "profile"
        (self.profile / "user").mkdir(parents=True)
        (self.profile / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")

    def watch(self, group: int | None) -> None:
        """Tell the guard which process group ends with us."""
        assert self._guard.stdin is not None  # noqa: S101 - for the type checker
        with suppress(BrokenPipeError):
            os.write(self._guard.stdin.fileno(), f"{group or ''}\n".encode())

    def close(self) -> None:
        """Remove the folder."""
        with suppress(subprocess.TimeoutExpired):
            self._guard.communicate(timeout=_END_S)


def _environment(home: Path, folder: Path) -> dict[str, str]:
    """What LibreOffice needs and nothing of ours: it may be made to tell what it knows."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }


def _result(path: Path, status: int, conversion: Conversion) -> bytes:
    """What LibreOffice wrote; it ends with status 0 also where it wrote nothing."""
    if status != 0:
        ended = signal.Signals(-status).name if status < 0 else status
        raise ConversionFailed(format=conversion.name, reason=f"状态 status {ended}")
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_RESULT + 1)
    except OSError:
        raise ConversionFailed(format=conversion.name, reason="没有输出 no output") from None
    if not data.startswith(_ZIP) or len(data) > _MOST_RESULT:
        raise ConversionFailed(format=conversion.name, reason="输出无效 not a usable output")
    return data
