"""Samples that depart from the official form: a missing section, a misspelt label, cells without a number."""

from __future__ import annotations

from decimal import Decimal

from tests.making.labels import REQUEST_COLUMNS, RESULT_ROWS
from tests.making.truth import proactive_table

from .base import Specimen, report

FORM = (
    Specimen(
        file="15-f-001.txt",
        shows="section 五 is missing",
        layout="closing_pipes",
        truth=report(
            "15_forest",
            "苇浔县林业局",
            2023,
            published=(1, 16),
            proactive=proactive_table((0, 0, 0), (1, 1, 2), licences=268, penalties=17, fees=Decimal("5.06")),
            requests={"new_received": (2, 1), "granted": (1, 1), "unavailable.not_held": (1,)},
        ),
        required=(("F-001", None),),
        allowed=("F-002", "F-019", "F-020"),
    ),
    Specimen(
        file="16-蔚岭区财政局2024年政府信息公开工作年度报告.txt",
        shows="section 六 says nothing on the information processing fee",
        layout="pipes",
        truth=report(
            "16_finance",
            "蔚岭区财政局",
            2024,
            proactive=proactive_table((0, 0, 0), (4, 2, 31), licences=12),
            requests={
                "new_received": (3, 1),
                "carried_over_in": (1,),
                "granted": (2, 1),
                "partially_granted": (1,),
                "refused.third_party_rights": (1,),
            },
        ),
        required=(("F-021", None),),
    ),
    Specimen(
        file="17-f-008-f-025.html",
        shows="GB18030 declared as gb2312; a label reads 三类内容事务信息, and the title lacks the year",
        layout="html",
        encoding="gb18030",
        truth=report(
            "17_audit",
            "湖栖县审计局",
            2023,
            title="湖栖县审计局政府信息公开工作年度报告",
            published=(1, 26),
            proactive=proactive_table((0, 0, 0), (1, 0, 3)),
            requests={
                "new_received": (4,),
                "granted": (2,),
                "refused.internal_affairs": (1,),
                "unavailable.not_held": (1,),
            },
            wording={"5.属于三类内部事务信息": "5.属于三类内容事务信息"},
        ),
        required=(("F-008", None), ("F-025", None)),
    ),
    Specimen(
        file="18-f-010-f-011.txt",
        shows="规章 is filled with `/`, the eight rows of 不予公开 are empty (a lone pipe for each cell)",
        layout="closing_pipes",
        truth=report(
            "18_township",
            "竹漪乡人民政府",
            2023,
            published=(1, 8),
            proactive=proactive_table(licences=2, penalties=1),
            requests={"new_received": (3,), "granted": (2,), "unavailable.not_held": (1,)},
            cells={
                f"requests.{row}.{column}": None
                for row in RESULT_ROWS
                if row.startswith("refused.")
                for column in REQUEST_COLUMNS
            }
            | {f"proactive_disclosure.regulations.{column}": "/" for column in ("issued", "repealed", "in_force")},
        ),
        required=(("F-010", None), ("F-011", None)),
    ),
    Specimen(
        file="19-岑舟街道办事处2023年政府信息公开工作年度报告.txt",
        shows="six blank figures in flattened tables, each seen only as one more line break",
        layout="flat",
        truth=report(
            "19_harbour",
            "岑舟街道办事处",
            2023,
            proactive=proactive_table(licences=64, penalties=30, coercive_measures=2),
            requests={"new_received": (3, 1), "granted": (2, 1), "unavailable.not_held": (1,)},
            cells={
                "requests.new_received.research": None,
                "requests.new_received.social_welfare": None,
                "requests.granted.legal_service": None,
                "requests.total.other": None,
                "litigation.litigation_direct.upheld": None,
                "litigation.litigation_direct.corrected": None,
            },
        ),
        required=(("F-010", None),),
    ),
    Specimen(
        file="20-f-012-f-013-f-014.txt",
        shows="counts that are none: a remark for 行政许可, 1.5 for 行政处罚, −1 for 行政强制",
        layout="pipes_open",
        truth=report(
            "20_mountain",
            "漱石镇人民政府",
            2024,
            published=(1, 27),
            proactive=proactive_table((0, 0, 0), (1, 0, 6)),
            requests={"new_received": (5, 1), "granted": (4, 1), "unavailable.not_held": (1,)},
            cells={
                "proactive_disclosure.licences.decisions": "详见县级平台",
                "proactive_disclosure.penalties.decisions": Decimal("1.5"),
                "proactive_disclosure.coercive_measures.decisions": -1,
            },
        ),
        required=(("F-012", None), ("F-013", None), ("F-014", None)),
        doubtful={
            "proactive_disclosure.penalties.decisions": 1.5,
            "proactive_disclosure.coercive_measures.decisions": -1,
        },
    ),
)
