"""The made-up bodies of the cases, of every level, and a report of each."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

from tests.making import Truth, consistent_truth
from tests.making.consistent_2019 import consistent_truth_2019


@dataclass(frozen=True, slots=True)
class Body:
    """Who reports; `level` is None where the name does not tell a rank. `all_of_it` is how its prose calls its area."""

    name: str
    region: str
    level: str | None
    all_of_it: str
    parts: str = "各县区"

    @property
    def may_make_rules(self) -> bool:
        """Whether 规章 may be other than 0: a province or a city, not its offices."""
        return self.level in {"province", "city"}


BODIES: dict[str, Body] = {
    "province": Body("岚川省人民政府", "岚川省", "province", "全省", "各市县"),
    "city": Body("澄沅市人民政府", "澄沅市", "city", "全市"),
    "city_2": Body("鹤汀市人民政府", "鹤汀市", "city", "全市"),
    "county": Body("澄沅市云岫县人民政府", "澄沅市云岫县", "county", "全县", "各乡镇"),
    "district": Body("石榆区人民政府", "石榆区", "county", "全区", "各街道"),
    "autonomous": Body("栖岭瑶族自治县人民政府", "栖岭瑶族自治县", "county", "全县", "各乡镇"),
    "town": Body("云岫县望泽镇人民政府", "云岫县望泽镇", "town", "全镇", "各村居"),
    "township": Body("栖岭县松台乡人民政府", "栖岭县松台乡", "town", "全乡", "各村居"),
    "street": Body("鹤汀市石榆区临浦街道办事处", "鹤汀市石榆区临浦街道", "town", "本街道", "各社区"),
    "water": Body("云岫县水务局", "云岫县", "department", "本局", "各科室"),
    "health": Body("青箬市卫生健康委员会", "青箬市", "department", "本委", "各处室"),
    "police": Body("岚川省公安厅", "岚川省", "department", "本厅", "各处室"),
    "brigade": Body("望榆市城市管理综合行政执法局", "望榆市", "department", "本局", "各大队"),
    "office": Body("石榆区人民政府办公室", "石榆区", "department", "本办", "各科室"),
    "zone": Body("鹤汀经济开发区管理委员会", "鹤汀经济开发区", None, "本区", "各部门"),
}
_REGULATIONS = ("issued", "repealed", "in_force")


def report_of(body: Body, seed: int, year: int, edition: str = "2021", most: int = 40) -> Truth:
    """A consistent report; a body that makes no rules has none in force, and each is published in time."""
    if edition == "2021":
        truth = consistent_truth(seed, most=most, year=year)
    else:
        truth = consistent_truth_2019(seed, most=most, one_other=edition == "2019_one_other")
    words = {truth.agency: body.name, str(truth.year): str(year), "全市": body.all_of_it, "各县区": body.parts}
    sections = {number: _replaced(text, words) for number, text in truth.sections.items()}
    truth = replace(
        truth,
        agency=body.name,
        year=year,
        title=_replaced(truth.title, words),
        preamble=_replaced(truth.preamble, words),
        sections=sections,
        published_on=_in_time(truth.published_on, year, body),
    )
    if edition == "2021" and not body.may_make_rules:
        truth = truth.with_cells({f"proactive_disclosure.regulations.{column}": 0 for column in _REGULATIONS})
    return truth


def _replaced(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _in_time(day: date | None, year: int, body: Body) -> date:
    """By the end of January for an office, of March for a government."""
    assert day is not None
    month = 1 if body.level in {"department", None} else day.month
    return date(year + 1, month, min(day.day, calendar.monthrange(year + 1, month)[1]))
