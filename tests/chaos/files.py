"""The files that are submitted: reports in all layouts, copies, files that are none, empty ones, and poisoned ones."""

import hashlib
import random
from dataclasses import dataclass

from tests.making import LAYOUTS, consistent_truth, render

_SHAPES = 60  # reports that are made; the others differ from them in a line at the end
_COPY_EVERY, _BROKEN_EVERY, _EMPTY_EVERY = 10, 25, 50


@dataclass(frozen=True, slots=True)
class Made:
    """One file; `poison` names the fault that its text asks of the worker."""

    name: str
    content: bytes
    poison: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Maker:
    """Makes files that were never made before, but for the copies that are meant."""

    def __init__(self, random: random.Random) -> None:
        self._random = random
        layouts = [*LAYOUTS]
        seeds = [random.randrange(10**6) for _ in range(_SHAPES)]
        self._shapes = [render(consistent_truth(seed), layouts[n % len(layouts)]) for n, seed in enumerate(seeds)]
        self._made = 0

    def files(self, number: int) -> list[Made]:
        """So many files, with copies, files that are no reports, and empty ones among them."""
        made: list[Made] = []
        for _ in range(number):
            index = self._made = self._made + 1
            name = f"{index:05}.txt"
            if index % _EMPTY_EVERY == 3:
                made.append(Made(name, b""))
            elif index % _BROKEN_EVERY == 5:
                made.append(Made(name, f"并非年报 {index}\n".encode()))
            elif index % _COPY_EVERY == 1 and made and made[-1].content:
                made.append(Made(name, made[-1].content))
            else:
                made.append(Made(name, self._report(index)))
        return made

    def poisoned(self, fault: str, *, apart: bool = False) -> Made:
        """A report that asks the faulty worker for a fault, read in a process of its own where it is `apart`."""
        index = self._made = self._made + 1
        content = self._report(index) + f"fault:{fault}\n".encode() + (b"%PDF-" if apart else b"")
        return Made(f"{index:05}-{fault}.txt", content, poison=fault)

    def _report(self, index: int) -> bytes:
        return self._random.choice(self._shapes) + f"\n编号{index}\n".encode()
