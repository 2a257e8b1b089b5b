"""A real browser without a window: prints a page as PDF, and gives back the page as it stands after loading."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=2000",
)  # fmt: skip
_WITHIN_S = 120


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium that is installed."""

    program: str

    def printed(self, page: Path) -> bytes:
        """The page as PDF, as a person would print it, without the browser's own header and footer."""
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder) / "page.pdf"
            self._run(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
            return pdf.read_bytes()

    def loaded(self, page: Path) -> str:
        """The document after loading, with all that scripts of the page did to it."""
        return self._run(page, "--dump-dom")

    def _run(self, page: Path, *options: str) -> str:
        with tempfile.TemporaryDirectory() as profile:
            words = [self.program, *_OPTIONS, f"--user-data-dir={profile}", *options, page.resolve().as_uri()]
            ran = subprocess.run(words, capture_output=True, check=True, timeout=_WITHIN_S)
        return ran.stdout.decode()


def installed_browser() -> Browser:
    """The browser of this machine. CI fails without one; elsewhere the test is skipped, and says how to get one."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        reason = "no Chromium is installed; `make browser` installs Debian's"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return Browser(program)
