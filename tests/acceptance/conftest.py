"""Folders of reports, and one run over the samples that tests look at or go on from in a copy."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.making import LAYOUTS, consistent_truth, render

from .program import SAMPLES, Ended, nianbao


@dataclass(frozen=True, slots=True)
class Finished:
    """A data folder after a run over the samples, and how that run ended. Look only; to change it, take a copy."""

    data_dir: Path
    ended: Ended


@pytest.fixture(scope="session")
def samples_run(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    data_dir = tmp_path_factory.mktemp("samples") / "data"
    return Finished(data_dir, nianbao("run", SAMPLES, "--data-dir", data_dir, "--json"))


@pytest.fixture
def samples_data(samples_run: Finished, tmp_path: Path) -> Path:
    """A copy of the data folder of a run over the samples, for one test to go on from."""
    return shutil.copytree(samples_run.data_dir, tmp_path / "data")


@pytest.fixture
def good_reports(tmp_path: Path) -> Callable[[int], tuple[Path, set[str]]]:
    """Makes a folder with that many good reports, each different, and gives their names too."""

    def make(number: int) -> tuple[Path, set[str]]:
        folder = tmp_path / "reports"
        folder.mkdir()
        layouts = [*LAYOUTS]
        for seed in range(number):
            content = render(consistent_truth(seed), layouts[seed % len(layouts)])
            (folder / f"{seed:04}.txt").write_bytes(content)
        return folder, {file.name for file in folder.iterdir()}

    return make
