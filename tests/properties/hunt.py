"""Hunts for files that are read wrong: `python -m tests.properties.hunt --examples 5000 --seed 1`.

Each failure is made as plain as it can be and still fail in the same way; failures alike are told once, with a count.
A file that is told can be looked at: `print(printed(Recipe(…)).data.decode())`, both from `tests.making`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from tests.making.printing import Recipe, printed

from .judging import Miss, Verdict, judge
from .reports import LAYOUTS, random_recipe, sensible

_ORDER = ("crash", "error", "wrong", "alarm", "unknown", "form", "sections", "year")
_KINDS = (*_ORDER, "kind")
_ENOUGH = 25  # failures of one layout and kind that are made plainer; the rest are told as they are
_SHOWN_MISSES = 4


@dataclass(slots=True)
class Tally:
    """What became of one layout's figures and files."""

    files: int = 0
    failed: int = 0
    right: int = 0
    destroyed: int = 0
    kinds: int = 0
    misses: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        """Count one more file."""
        self.files += 1
        self.failed += bool(verdict.misses)
        self.right += verdict.right
        self.destroyed += verdict.destroyed
        self.kinds += len(verdict.kinds)
        self.misses.update(miss.kind for miss in verdict.misses)

    def line(self, layout: str) -> str:
        """One row of the table at the end."""
        misses = "".join(f"{self.misses[kind]:>9}" for kind in _ORDER)
        return f"{layout:<28}{self.files:>6}{self.failed:>7}{self.right:>9}{self.destroyed:>9}{misses}{self.kinds:>9}"


@dataclass(slots=True)
class Failure:
    """Failures alike: the first of them, and how many there were."""

    seed: int
    recipe: Recipe
    misses: list[Miss]
    count: int = 0


def _misses(recipe: Recipe, kind: str) -> list[Miss]:
    return judge(printed(recipe)).of(kind)


def plainest(recipe: Recipe, kind: str) -> Recipe:
    """A recipe with as little as possible in it that still misses in this way."""
    changes: list[dict[str, object]] = [{"cut": None}, {"encoding": "utf-8"}, {"edition": "2021"}, {"sparsity": "full"}]
    changes += [{"layout": "pipes_closed"}, {"most": 3}, {"most": 9}]
    for change in changes:
        plainer = sensible(replace(recipe, **change))  # type: ignore[arg-type]
        recipe = plainer if plainer != recipe and _misses(plainer, kind) else recipe
    for quirk in recipe.quirks:
        plainer = sensible(replace(recipe, quirks=tuple(each for each in recipe.quirks if each != quirk)))
        recipe = plainer if plainer != recipe and _misses(plainer, kind) else recipe
    return recipe


def _signature(recipe: Recipe, miss: Miss) -> tuple[str, ...]:
    """What failures alike have in common."""
    extras = [f"{name}={getattr(recipe, name)}" for name in ("edition", "sparsity", "encoding")]
    plain = {"edition=2021", "sparsity=full", "encoding=utf-8"}
    what = [*recipe.quirks, *(extra for extra in extras if extra not in plain), *(["cut"] if recipe.cut else [])]
    return miss.kind, recipe.layout, " + ".join(what) or "-", miss.place.split(".", 1)[0]


class Hunt:
    """The tallies of all layouts and the failures, alike ones together."""

    def __init__(self, kinds: tuple[str, ...], *, make_plainer: bool) -> None:
        self.kinds = kinds
        self.make_plainer = make_plainer
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.failures: dict[tuple[str, ...], Failure] = {}
        self._met: Counter[tuple[str, str]] = Counter()

    def try_recipe(self, seed: int, recipe: Recipe) -> None:
        """Print the recipe, read the file, and keep what was missed."""
        verdict = judge(printed(recipe))
        self.tallies[recipe.layout].add(verdict)
        for kind in self.kinds:
            if misses := verdict.of(kind):
                self._keep(seed, recipe, kind, misses)

    def _keep(self, seed: int, recipe: Recipe, kind: str, misses: list[Miss]) -> None:
        self._met[kind, recipe.layout] += 1
        if self.make_plainer and self._met[kind, recipe.layout] <= _ENOUGH:
            recipe = plainest(recipe, kind)
            misses = _misses(recipe, kind)
        failure = self.failures.setdefault(_signature(recipe, misses[0]), Failure(seed, recipe, misses))
        failure.count += 1

    def tell(self, most: int) -> None:
        """Write the gravest and most frequent failures, then the table of layouts."""
        ranked = sorted(self.failures.items(), key=lambda item: (_KINDS.index(item[0][0]), -item[1].count))
        for signature, failure in ranked[:most]:
            words, found = " | ".join(signature), len(failure.misses)
            _write(f"\n{failure.count} × {words}   (seed {failure.seed}, {found} misses)\n  {failure.recipe}")
            for miss in failure.misses[:_SHOWN_MISSES]:
                _write(f"  {miss}")
        head = "".join(f"{kind:>9}" for kind in _ORDER)
        _write(f"\n{'layout':<28}{'files':>6}{'failed':>7}{'right':>9}{'destr.':>9}{head}{'kinds':>9}")
        for layout, tally in sorted(self.tallies.items(), key=lambda item: -item[1].failed / item[1].files):
            _write(tally.line(layout))


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.properties.hunt", description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the first of the seeds that are tried")
    parser.add_argument("--layout", action="append", help="only layouts whose name begins so; may be repeated")
    parser.add_argument(
        "--without", action="append", default=[], help="no quirk, sparsity, edition, encoding or cut so named"
    )
    parser.add_argument("--show", type=int, default=40, help="how many failures are told")
    parser.add_argument("--kind", action="append", choices=_KINDS, help="only misses of this kind; may be repeated")
    parser.add_argument("--no-plainer", action="store_true", help="tell failures as they are")
    parser.add_argument("--print", type=int, metavar="SEED", help="print the file of one seed and its misses, and end")
    return parser.parse_args()


def _parts(recipe: Recipe) -> set[str]:
    return {*recipe.quirks, recipe.sparsity, recipe.edition, recipe.encoding, *(["cut"] if recipe.cut else [])}


def main() -> int:
    """Run the hunt; the exit status is 1 when anything was missed."""
    asked = _arguments()
    layouts = tuple(name for name in LAYOUTS if not asked.layout or name.startswith(tuple(asked.layout)))
    if asked.print is not None:
        recipe = random_recipe(asked.print, layouts)
        file = printed(recipe)
        _write("\n".join([file.data.decode(recipe.encoding, "replace"), str(recipe), *map(str, judge(file).misses)]))
        return 0
    hunt = Hunt(tuple(asked.kind or _ORDER), make_plainer=not asked.no_plainer)
    for seed in range(asked.seed, asked.seed + asked.examples):
        recipe = random_recipe(seed, layouts)
        if not _parts(recipe) & set(asked.without):
            hunt.try_recipe(seed, recipe)
    hunt.tell(asked.show)
    return 1 if any(tally.failed for tally in hunt.tallies.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
