"""The wording of the 2019 form (国办公开办函〔2019〕60号) where it differs, and which blocks and groups a form prints."""

from __future__ import annotations

from .labels import PROACTIVE, RESULT_GROUPS, SECTIONS, Block

ONE_OTHER = "other"
"""The row of (六)其他处理 where the form prints it as one."""

_DOCUMENTS = {"newly_made": "本年新制作数量", "newly_published": "本年新公开数量", "total_published": "对外公开总数量"}
_WORK = {"previous_items": "上一年项目数量", "change": "本年增/减", "decisions": "处理决定数量"}
PROACTIVE_2019: tuple[Block, ...] = (
    Block("第二十条第（一）项", _DOCUMENTS, {"regulations": "规章", "normative_documents": "规范性文件"}),
    Block("第二十条第（五）项", _WORK, {"licences": "行政许可", "other_services": "其他对外管理服务事项"}),
    Block("第二十条第（六）项", _WORK, {"penalties": "行政处罚", "coercive_measures": "行政强制"}),
    Block(
        "第二十条第（八）项",
        {"previous_items": "上一年项目数量", "change": "本年增/减"},
        {"fees": "行政事业性收费"},
    ),
    Block(
        "第二十条第（九）项",
        {"items": "采购项目数量", "amount_10k_cny": "采购总金额"},
        {"procurement": "政府集中采购"},
    ),
)
SECTIONS_2019: dict[int, str] = {**SECTIONS, 4: "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"}

Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
_GROUPS_ONE_OTHER: Groups = (*RESULT_GROUPS[:-1], (RESULT_GROUPS[-1][0], ((ONE_OTHER, ""),)))


def blocks_of(form: str) -> tuple[Block, ...]:
    """The blocks of table 2 that the edition "2019" or "2021" prints."""
    return PROACTIVE_2019 if form == "2019" else PROACTIVE


def groups_of(*, one_other: bool) -> Groups:
    """The result rows of table 3 under their group labels; (六)其他处理 as one row where `one_other`."""
    return _GROUPS_ONE_OTHER if one_other else RESULT_GROUPS
