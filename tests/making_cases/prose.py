"""Further ways of saying in section 1 what the tables say, each with what it says of applications."""

from __future__ import annotations

from collections.abc import Callable

from tests.making import Truth

from .findings import Said

_CLOSING = (
    "（三）政府信息管理。文件起草时同步确定公开属性，发布前逐级审签，失效文件及时标注。\n"
    "（四）平台建设。门户网站调整公开专栏，增设检索入口。\n"
    "（五）监督保障。公开工作列入年度考核，邀请社会公众评议，对逾期公开的单位予以责任追究。"
)


def _total(truth: Truth, row: str) -> int:
    cell = truth.requests[row]["total"]
    assert isinstance(cell, int)
    return cell


def together(truth: Truth) -> tuple[str, Said]:
    """`共接到…件(含上年度结转…件)`: a sum that holds what was carried over."""
    new, carried, total = (_total(truth, row) for row in ("new_received", "carried_over_in", "total"))
    said = (
        f"（一）主动公开。全年通过门户网站发布信息1286条，解读政策23次。\n"
        f"（二）依申请公开。共接到政府信息公开申请{new + carried}件（含上年度结转{carried}件），已办结{total}件。"
    )
    return f"{said}\n{_CLOSING}", Said(new + carried, total)


def false_friends(truth: Truth) -> tuple[str, Said]:
    """Letters, calls, proposals and channels beside the applications; none of them is one."""
    new = _total(truth, "new_received")
    said = (
        f"（一）主动公开。全年受理群众来信417件、热线来电2065个，均已办结；办理建议提案31件，全部答复。\n"
        f"（二）依申请公开。本年度共收到政府信息公开申请{new}份，其中网络申请{new - 3}份、信函申请3份。"
        "政务服务窗口办件8127件，满意率99.6%。"
    )
    return f"{said}\n{_CLOSING}", Said(new, None)


def no_sums(truth: Truth) -> tuple[str, Said]:
    """It names no sums."""
    said = (
        "（一）主动公开。围绕规划、财政、民生等重点，按目录公开信息。\n"
        "（二）依申请公开。规范登记、审核、答复各环节，申请人对答复普遍满意。"
    )
    return f"{said}\n{_CLOSING}", Said()


def none_received(_truth: Truth) -> tuple[str, Said]:
    """It says that no application came in."""
    said = (
        "（一）主动公开。按目录公开行政许可、行政处罚结果。\n（二）依申请公开。本年度未收到政府信息公开申请，无结转。"
    )
    return f"{said}\n{_CLOSING}", Said()


def wrong_parts(truth: Truth) -> tuple[str, Said]:
    """The parts of its breakdown add up to two less than the whole, and its percentage is off by ten."""
    new, total = _total(truth, "new_received"), _total(truth, "total")
    granted = new // 3
    share = round(granted * 100 / new, 1) + 10
    said = (
        "（一）主动公开。全年召开新闻发布会4场。\n"
        f"（二）依申请公开。全年共收到政府信息公开申请{new}件，其中自然人申请{granted}件，占{share}%，"
        f"法人或其他组织申请{new - granted - 2}件。共答复政府信息公开申请{total}件。"
    )
    return f"{said}\n{_CLOSING}", Said(new, total)


PROSE: dict[str, Callable[[Truth], tuple[str, Said]]] = {
    "together": together,
    "false friends": false_friends,
    "no sums": no_sums,
    "none received": none_received,
    "wrong parts": wrong_parts,
}
