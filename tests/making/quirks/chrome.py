"""What stands around a report and between its parts: titles, preambles, metadata, share buttons, footers, signatures."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from tests.making.blocks import Block, Line, TableBlock, with_texts
from tests.making.grids import Grid, GridCell

_TITLES = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项"
_NUMBERED = "一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项"


def _title(blocks: list[Block]) -> str:
    """The title, before any quirk put something above it."""
    title = next(block for block in blocks if isinstance(block, Line) and block.role == "title")
    return title.text


def _retitled(blocks: list[Block], *lines: Line) -> list[Block]:
    """The blocks with these lines in place of the first title."""
    at = next(i for i, block in enumerate(blocks) if isinstance(block, Line) and block.role == "title")
    return [*blocks[:at], *lines, *blocks[at + 1 :]]


def _first(blocks: list[Block], section: int) -> int:
    """Where the heading of a section stands."""
    return next(i for i, block in enumerate(blocks) if isinstance(block, Line) and block.section == section)


def _put(blocks: list[Block], at: int, *lines: Line) -> list[Block]:
    return [*blocks[:at], *lines, *blocks[at:]]


def titles_in_preamble(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """One sentence names all six titles, numbered or not."""
    named = draw.choice(
        (f"本报告由{_TITLES}六个部分组成。", f"本报告内容包括：{_NUMBERED}。", f"全文包括{_TITLES}等六部分。")
    )
    return _put(blocks, _first(blocks, 1), Line(named, "prose"))


def contents(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A table of contents: each heading once more, on a line of its own."""
    headings = [Line(block.text, "chrome") for block in blocks if isinstance(block, Line) and block.role == "heading"]
    return _put(blocks, _first(blocks, 1), Line("目录", "chrome"), *headings)


def title_twice(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """The page's title and the report's own."""
    return _put(blocks, _first(blocks, 1), Line(_title(blocks), "title"))


def metadata(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`索 引 号 | …`: what the site knows of the document."""
    title = _title(blocks)
    agency = title.split("20")[0]
    rows = (
        ("索 引 号", "000014349/2024-00012", "主题分类", "政务公开"),
        ("发布机构", agency, "发文日期", ""),
        ("名    称", title, "文    号", "无"),
    )
    if draw.random() < 0.5:
        lines = [Line("".join(f"{one} | {two} | " for one, two in (row[:2], row[2:])), "chrome") for row in rows]
        return [*lines, *blocks]
    return [TableBlock(Grid(4, tuple(tuple(GridCell(text) for text in row) for row in rows)), 0), *blocks]


def breadcrumbs(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Where the page stands in its site, and the buttons for its size of type."""
    above = [
        Line("首页 > 政府信息公开 > 政府信息公开年报 > 市政府办公室", "chrome"),
        Line("【字体：大 中 小】  打印  分享到：", "chrome"),
    ]
    return [*above, *blocks]


def footer(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """The page's closing lines."""
    lines = (
        "扫一扫在手机打开当前页",
        "监审：李某某　审核：王某某　编辑：张某某",
        "上一篇：2018年政府信息公开工作年度报告",
        "关于我们 网站声明 网站地图 联系我们",
        "主办：示范市人民政府办公室 © 版权所有",
        "某ICP备00000000号-1  网站标识码：0000000000",
    )
    return [*blocks, *(Line(line, "chrome") for line in lines)]


def signature(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Who signed, and when."""
    agency, _, rest = _title(blocks).partition("20")
    return [*blocks, Line(agency, "chrome"), Line(f"{int('20' + rest[:2]) + 1}年1月23日", "chrome")]


def text_before_tables(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A sentence between a heading and its table, and one below the table."""
    before = draw.choice(("本年度相关数据如下表：", "全年通过门户网站公开信息1286条，具体情况见下表。", "（单位：件）"))
    done: list[Block] = []
    for block in blocks:
        done += [Line(before, "prose"), block] if isinstance(block, TableBlock) and block.section else [block]
    return done


def text_after_tables(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A remark below each table."""
    done: list[Block] = []
    for block in blocks:
        is_table = isinstance(block, TableBlock) and block.section
        done += [block, Line("注：以上数据由各单位报送汇总。", "prose")] if is_table else [block]
    return done


def layout_pipes(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """The page's own layout tables as text: rows of pipes, most cells empty."""
    above = (
        "| | | | | | | | |",
        "| 首页 | 新闻中心 | 政务公开 | 办事服务 | | | | |",
        "||||||||||||||||",
        "| 当前位置: | 首页 | 公开年报 | | |",
    )
    below = ("| | | | |", "| 友情链接 | | | |", "||||||||")
    return [*(Line(line, "chrome") for line in above), *blocks, *(Line(line, "chrome") for line in below)]


def heading_with_text(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`六、其他需要报告的事项：…`: the section's text goes on behind its heading."""
    at = _first(blocks, 6)
    heading, prose = blocks[at], blocks[at + 1]
    assert isinstance(heading, Line)
    assert isinstance(prose, Line)
    return [*blocks[:at], replace(heading, text=f"{heading.text}：{prose.text}"), *blocks[at + 2 :]]


def title_on_two_lines(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """The agency's name above the rest of the title."""
    agency, _, rest = _title(blocks).partition("20")
    return _retitled(blocks, Line(agency, "title"), Line(f"20{rest}", "title"))


def title_bare(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A title without agency and year; the year is still in the statistical period."""
    return _retitled(blocks, Line("政府信息公开工作年度报告", "title"))


def lost_years(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`20231月1日` for 2023年1月1日, `〔202130号` for 〔2021〕30号: characters lost beside digits."""

    def change(text: str) -> str:
        return re.sub(r"(20\d\d)年(\d+)月", r"\1\2月", text)

    return with_texts(blocks, change, roles=("prose",), cells=False)
