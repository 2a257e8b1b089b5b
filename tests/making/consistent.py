"""Random reports whose figures keep every identity and whose prose says what the tables say."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .labels import RESULT_GROUPS, RESULT_ROWS
from .truth import Table, Truth, litigation_table, proactive_table, requests_table

# Cities divided into districts, in no province: their governments may make rules, so no figure has to be 0.
AGENCIES = ("澄沅市人民政府", "鹤汀市人民政府", "青箬市人民政府", "岚浦市人民政府", "望榆市人民政府")


def _requests(draw: random.Random, most: int) -> Table:
    rows: dict[str, list[int]] = {row: [] for row in ("new_received", "carried_over_in", *RESULT_ROWS)}
    for _ in range(6):
        answered = 0
        for row in RESULT_ROWS:
            # Nobody was asked for a fee in section 6, so nobody can have let a fee notice lapse.
            count = draw.randint(0, most) if row != "other.overdue_fee" and draw.random() < 0.7 else 0
            rows[row].append(count)
            answered += count
        flow = answered + draw.randint(0, most)
        carried_in = draw.randint(0, min(flow, most))
        rows["carried_over_in"].append(carried_in)
        rows["new_received"].append(flow - carried_in)
    return requests_table(rows)


def _documents(draw: random.Random, most: int) -> tuple[int, int, int]:
    issued, repealed = draw.randint(1, most), draw.randint(0, most)
    return issued, repealed, max(0, issued - repealed) + draw.randint(0, most)


def _group_sums(requests: Table) -> list[str]:
    names = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
    totals = [sum(_int(requests, row, "total") for row, _ in members) for _, members in RESULT_GROUPS]
    return [f"{name}{total}件" for name, total in zip(names, totals, strict=True)]


def _int(table: Table, row: str, column: str) -> int:
    cell = table[row][column]
    assert isinstance(cell, int)
    return cell


def _overview(year: int, proactive: Table, requests: Table, litigation: Table) -> str:
    received, carried_in, answered, carried_out = (
        _int(requests, row, "total") for row in ("new_received", "carried_over_in", "total", "carried_over_out")
    )
    licences, penalties = _int(proactive, "licences", "decisions"), _int(proactive, "penalties", "decisions")
    reviews = _int(litigation, "reconsideration", "total")
    suits = sum(_int(litigation, row, "total") for row in ("litigation_direct", "litigation_after_reconsideration"))
    return "\n".join(
        [
            f"（一）主动公开。{year}年，全市作出行政许可决定{licences}件、行政处罚决定{penalties}件，均按时上网。",
            (
                f"（二）依申请公开。全年新收政府信息公开申请{received}件，上年结转{carried_in}件；答复{answered}件，"
                f"其中{'、'.join(_group_sums(requests))}；结转下年度继续办理{carried_out}件。"
                f"因政府信息公开引发行政复议{reviews}件、行政诉讼{suits}件。"
            ),
            "（三）政府信息管理。文件起草时同步确定公开属性，发布前逐级审签，失效文件及时标注。",
            "（四）平台建设。门户网站调整公开专栏，增设检索入口，各县区按同一目录归集信息。",
            "（五）监督保障。公开工作列入年度考核，邀请社会公众评议，对逾期公开的单位予以责任追究。",
        ]
    )


def consistent_truth(
    seed: int, *, agency: str | None = None, year: int | None = None, most: int = 40, published: bool = True
) -> Truth:
    """A city government's report, the same for the same arguments; each cell is at most about `most`, sums are more."""
    draw = random.Random(seed)
    agency = agency or draw.choice(AGENCIES)
    year = year or draw.randint(2021, 2024)
    proactive = proactive_table(
        _documents(draw, most),
        _documents(draw, most),
        licences=draw.randint(1, most * 90),
        penalties=draw.randint(1, most * 30),
        coercive_measures=draw.randint(1, most),
        fees=Decimal(draw.randint(1, most * 10**5)).scaleb(-4),
    )
    requests = _requests(draw, most)
    blocks: Mapping[str, tuple[int, int, int, int]] = {
        block: (draw.randint(1, most), draw.randint(0, most), draw.randint(0, most), draw.randint(0, most))
        for block in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    }
    litigation = litigation_table(**blocks)
    return Truth(
        agency=agency,
        year=year,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        proactive=proactive,
        requests=requests,
        litigation=litigation,
        sections={
            1: _overview(year, proactive, requests, litigation),
            2: "",
            3: "",
            4: "",
            5: "存在的主要问题：部分县区更新公开目录不够及时，政策解读形式较为单一。\n"
            "改进情况：按季度通报目录更新进度，组织业务处室录制讲解短片，逐步丰富解读形式。",
            6: f"{year}年，本机关未向申请人发出收费通知，未收取政府信息公开信息处理费。",
        },
        published_on=date(year + 1, draw.randint(1, 3), draw.randint(1, 28)) if published else None,
        preamble=f"本报告依据《中华人民共和国政府信息公开条例》编制，数据统计期限为{year}年1月1日至{year}年12月31日。",
    )
