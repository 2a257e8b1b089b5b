"""Other wordings of labels and headings, as met in real reports; the official ones stay recognisable to a person."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from tests.making.blocks import Block, Line, TableBlock, with_cells
from tests.making.grids import GridCell

_LABELS: dict[str, tuple[str, ...]] = {
    "第二十条第（一）项": ("第二十条(一)项", "第二十条第", "第二十条  第（一）项"),
    "第二十条第（五）项": ("第二十条（五）项", "第二十条第"),
    "现行有效件数": ("现行有效件",),
    "本年处理决定数量": ("本年处理绝对数量", "处理决定数量"),
    "本年收费金额（单位：万元）": ("本年收费金额单位：万元", "本年收费金额（万元）", "本年收费金额"),
    "规章": ("规章（设区的市、自治州人民政府应提供相关数据）",),
    "行政规范性文件": ("规范性文件",),
    "行政事业性收费": ("行政事业型收费",),
    "其他对外管理服务事项": ("其他对外管理服务事项（指行政许可以外的行政处罚、行政强制等管理服务事项）",),
    "上一年项目数量": ("上一年项目数量（指2018年事项数）",),
    "本年增/减": ("本年增/减（减用负值表示，如 -8）",),
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）": (
        "（本列数据的钩稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    ),
    "二、上年结转政府信息公开申请数量": ("二、上年结转政府信息公开数量",),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开区分处理的，只计这一情形，不计其他情形",
        "（二）部分公开",
    ),
    "5.属于三类内部事务信息": ("5.属于三类内容事务信息",),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": (
        "1.申请人无正当理由逾期不补正",
        "1.逾期不补正",
    ),
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": ("2.逾期不缴费",),
}
_HEADINGS: dict[int, tuple[str, ...]] = {
    1: ("工作基本情况", "总体概述", "总体要求", "概述", "政府信息公开概况"),
    2: ("行政机关主动公开政府信息情况", "主动公开政府信息的情况", "主动公开政府政府信息情况"),
    3: ("行政机关收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请的情况"),
    4: ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "政府信息公开行政复议、行政诉讼情况"),
    5: ("政府信息公开工作存在的主要问题及改进情况", "存在问题及改进情况"),
    6: ("其他需要报告的事项",),
}
_NUMERALS = "〇一二三四五六"
_SPACED = ("自然人", "总计", "其他", "规章", "商业企业", "科研机构", "结果维持", "结果纠正", "其他结果", "尚未审结")


def _in_tables(blocks: list[Block], change: dict[str, str]) -> list[Block]:
    return [
        replace(block, grid=with_cells(block.grid, lambda cell: replace(cell, text=change.get(cell.text, cell.text))))
        if isinstance(block, TableBlock)
        else block
        for block in blocks
    ]


def other_wordings(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """About half of the labels that are known with another wording take one."""
    return _in_tables(
        blocks, {label: draw.choice(wordings) for label, wordings in _LABELS.items() if draw.random() < 0.5}
    )


def other_marks(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`1、` for `1.`, or `1．`, in the numbered labels of table 3."""
    mark = draw.choice(("、", "．", ". "))

    def change(cell: GridCell) -> GridCell:
        return cell if cell.place else replace(cell, text=re.sub(r"^(\d)\.", rf"\1{mark}", cell.text))

    return [
        replace(block, grid=with_cells(block.grid, change)) if isinstance(block, TableBlock) else block
        for block in blocks
    ]


def spaced(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`自 然 人`, `总 计`, `商业 企业`, `结果维 持`: a space inside short labels."""

    def gap(label: str) -> str:
        if len(label) < 4:
            return draw.choice((" ", "　")).join(label)
        cut = draw.randint(1, 3)
        return f"{label[:cut]} {label[cut:]}"

    return _in_tables(blocks, {label: gap(label) for label in _SPACED if draw.random() < 0.6})


def other_headings(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Sections under titles of their own wording, with the right numerals."""

    def change(line: Line) -> Line:
        return replace(line, text=f"{_NUMERALS[line.section]}、{draw.choice(_HEADINGS[line.section])}")

    return [change(block) if isinstance(block, Line) and block.role == "heading" else block for block in blocks]


def _with_titles(blocks: list[Block], change: dict[int, str]) -> list[Block]:
    """The headings with `change[section]` in place of their numeral and its 、."""
    return [
        replace(block, text=change.get(block.section, block.text[:2]) + block.text[2:])
        if isinstance(block, Line) and block.role == "heading"
        else block
        for block in blocks
    ]


def no_numerals(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`总体情况`: some headings, or all, without their numeral."""
    share = draw.choice((0.3, 1.0))
    return _with_titles(blocks, {number: "" for number in _HEADINGS if draw.random() < share})


def repeated_numerals(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`一、主动公开…` after `一、总体情况`: the first numeral twice."""
    return _with_titles(blocks, {number: f"{_NUMERALS[max(1, number - 1)]}、" for number in _HEADINGS})


def nested_numbering(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`一、报告内容`, and below it the six sections as (一) to (六)."""
    nested = _with_titles(blocks, {number: f"（{_NUMERALS[number]}）" for number in _HEADINGS})
    first = next(i for i, block in enumerate(nested) if isinstance(block, Line) and block.role == "heading")
    return [*nested[:first], Line("一、报告内容", "prose"), *nested[first:]]


def question_marks(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`????一、总体情况`: what an encoding made of indents."""
    return [
        replace(block, text=f"????{block.text}") if isinstance(block, Line) and block.role == "heading" else block
        for block in blocks
    ]
