"""A case of a rule: the consistent report, what is changed in it, and every finding that must then be there, and no other.

`broken`, `kept` and `untold` make the three reports that a rule has: one that breaks it, one that just does not, and one
of which it cannot be told. A change takes a draft and gives one; each case is printed in every layout of `LAYOUTS`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from tests.making import Cell, Truth, litigation_table, proactive_table, requests_table
from tests.making.blocks import Block, Line, TableBlock, blocks_of_truth
from tests.making.drawings import DRAWINGS
from tests.making.grids import Grid, GridCell
from tests.making.marks import unmarked
from tests.making.pages import PAGES

LAYOUTS = ("pipes_opened", "tabs_padded", "html_plain")
Kind = Literal["broken", "kept", "untold"]
KINDS: tuple[Kind, ...] = ("broken", "kept", "untold")
Told = tuple[str, str]
"""Rule and verdict."""

# New 12, carried in 2, answered 13, carried out 1; 4 reconsiderations, 1 suit and 1 after reconsideration.
CONSISTENT = Truth(
    agency="澄沅市水务局",
    year=2023,
    title="澄沅市水务局2023年政府信息公开工作年度报告",
    published_on=date(2024, 1, 18),
    preamble="本报告依据有关规定编制，数据统计期限为2023年1月1日至2023年12月31日。",
    proactive=proactive_table(
        (0, 0, 0), (3, 1, 40), licences=98, penalties=103, coercive_measures=2, fees=Decimal("12.5")
    ),
    requests=requests_table(
        {
            "new_received": [9, 2, 0, 0, 0, 1],
            "carried_over_in": [2],
            "granted": [6, 1],
            "partially_granted": [1],
            "refused.third_party_rights": [1, 1],
            "unavailable.not_held": [1],
            "not_processed.petition": [1],
            "other.overdue_correction": [0, 0, 0, 0, 0, 1],
        }
    ),
    litigation=litigation_table(
        reconsideration=(2, 1, 0, 1), litigation_direct=(1, 0, 0, 0), litigation_after_reconsideration=(1, 0, 0, 0)
    ),
    sections={
        1: "围绕群众关心的事项做好公开工作，完善申请办理制度，维护网站栏目，加强培训。",
        2: "",
        3: "",
        4: "",
        5: "存在的主要问题：部分栏目更新不及时。改进情况：加强业务培训，按月检查栏目。",
        6: "本年度未收取信息处理费。",
    },
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it is printed, and what is then changed in its lines and tables."""

    truth: Truth
    edits: tuple[Callable[[list[Block]], list[Block]], ...] = ()

    def printed(self, layout: str) -> bytes:
        """The file."""
        draw = random.Random(0)
        blocks = blocks_of_truth(self.truth)
        for edit in self.edits:
            blocks = edit(blocks)
        if layout in PAGES:
            return unmarked(PAGES[layout].text(draw, blocks)).encode()
        table, gap = DRAWINGS[layout]
        parts = (table(draw, block.grid) if isinstance(block, TableBlock) else block.text for block in blocks)
        return unmarked(gap.join(part for part in parts if part) + "\n").encode()


Change = Callable[[Draft], Draft]


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One report of a rule; `shows` says what is in it, `finds` all that is found."""

    rule: str
    kind: Kind
    shows: str
    changes: tuple[Change, ...]
    finds: frozenset[Told]
    layouts: tuple[str, ...] = LAYOUTS

    @property
    def name(self) -> str:
        """The name under which a test shows it."""
        return f"{self.rule} {self.kind}: {self.shows}"

    def printed(self, layout: str) -> bytes:
        """The file in a layout."""
        draft = Draft(CONSISTENT)
        for change in self.changes:
            draft = change(draft)
        return draft.printed(layout)


def broken(
    rule: str,
    shows: str,
    *changes: Change,
    also: tuple[Told, ...] = (),
    verdict: str = "fail",
    layouts: tuple[str, ...] = LAYOUTS,
) -> RuleCase:
    """A report that breaks the rule; `also` are the consequences of the same error under other rules."""
    return RuleCase(rule, "broken", shows, changes, frozenset({(rule, verdict), *also}), layouts)


def kept(rule: str, shows: str, *changes: Change) -> RuleCase:
    """The nearest report that keeps the rule, and all others."""
    return RuleCase(rule, "kept", shows, changes, frozenset())


def untold(
    rule: str, shows: str, *changes: Change, finds: tuple[Told, ...] = (), layouts: tuple[str, ...] = LAYOUTS
) -> RuleCase:
    """A report of which the rule cannot say that it is broken: it is uncertain where `finds` names it, else silent."""
    return RuleCase(rule, "untold", shows, changes, frozenset(finds), layouts)


def cells(values: Mapping[str, Cell]) -> Change:
    """Other figures, each by its `table.row.column`."""
    return lambda draft: replace(draft, truth=draft.truth.with_cells(values))


def row(place: str, **columns: Cell) -> Change:
    """Other figures of one row, `table.row`."""
    return cells({f"{place}.{column}": cell for column, cell in columns.items()})


def section(number: int, text: str) -> Change:
    """Other prose of a section."""
    return _with_sections(lambda sections: {**sections, number: text})


def says(sentence: str, number: int = 1) -> Change:
    """A sentence more, in a paragraph of its own."""
    return _with_sections(lambda sections: {**sections, number: f"{sections[number]}\n{sentence}".strip()})


def without(number: int) -> Change:
    """A section less, its heading and table with it."""
    return _with_sections(lambda sections: {key: text for key, text in sections.items() if key != number})


def _with_sections(change: Callable[[Mapping[int, str]], Mapping[int, str]]) -> Change:
    return lambda draft: replace(draft, truth=replace(draft.truth, sections=change(draft.truth.sections)))


def of(*, agency: str = "", title: str = "", preamble: str | None = None, published_on: date | None = None) -> Change:
    """Another agency, with the title that goes with it, or other words and another day at the head."""

    def change(draft: Draft) -> Draft:
        truth = draft.truth
        named = agency or truth.agency
        return replace(
            draft,
            truth=replace(
                truth,
                agency=named,
                title=title or truth.title.replace(truth.agency, named),
                preamble=truth.preamble if preamble is None else preamble,
                published_on=published_on or truth.published_on,
            ),
        )

    return change


def edited(edit: Callable[[list[Block]], list[Block]]) -> Change:
    """A change of lines and tables."""
    return lambda draft: replace(draft, edits=(*draft.edits, edit))


def headed(number: int, heading: str) -> Change:
    """Another heading of a section."""
    return edited(
        lambda blocks: [
            replace(block, text=heading) if isinstance(block, Line) and block.section == number else block
            for block in blocks
        ]
    )


def with_rows(number: int, change: Callable[[tuple[GridCell, ...]], tuple[GridCell, ...]]) -> Change:
    """Other rows of the table of a section; an empty row is left out."""

    def edit(blocks: list[Block]) -> list[Block]:
        return [
            replace(block, grid=Grid(block.grid.width, tuple(filter(None, map(change, block.grid.rows)))))
            if isinstance(block, TableBlock) and block.section == number
            else block
            for block in blocks
        ]

    return edited(edit)


def lacks_row(number: int, label: str) -> Change:
    """A table without the row of that label; the label of its group, if it begins there, stays with the next."""
    return with_rows(number, lambda cells: () if any(cell.text == label for cell in cells) else cells)


def lacks_table(number: int) -> Change:
    """A section without its table, as where it was an image."""
    return edited(lambda blocks: [b for b in blocks if not (isinstance(b, TableBlock) and b.section == number)])


def labelled(old: str, new: str) -> Change:
    """Another wording of a label in the tables."""

    def change(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        return tuple(replace(cell, text=new) if cell.text == old else cell for cell in cells)

    def edit(draft: Draft) -> Draft:
        for number in (2, 3, 4):
            draft = with_rows(number, change)(draft)
        return draft

    return edit
