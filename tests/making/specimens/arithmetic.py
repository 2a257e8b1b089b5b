"""Samples in which one identity between figures is broken; their prose does not restate the wrong figures."""

from __future__ import annotations

from decimal import Decimal

from tests.making.truth import proactive_table

from .base import Specimen, report

ARITHMETIC = (
    Specimen(
        file="06-t3-001.txt",
        shows="two applications of natural persons are neither answered nor carried over (25 ≠ 23, in all 33 ≠ 31)",
        layout="pipes_open",
        truth=report(
            "06_land",
            "白箬县自然资源局",
            2023,
            published=(1, 12),
            proactive=proactive_table((0, 0, 0), (1, 0, 5), licences=57, penalties=8, fees=Decimal("890.24")),
            requests={
                "new_received": (23, 6, 0, 0, 2),
                "carried_over_in": (2,),
                "granted": (9, 3),
                "partially_granted": (4, 1),
                "refused.third_party_rights": (1,),
                "unavailable.not_held": (7, 1, 0, 0, 1),
                "unavailable.not_ready_made": (0, 1),
                "not_processed.petition": (1,),
                "other.overdue_correction": (1,),
            },
            litigation={"reconsideration": (1, 0, 1, 0)},
            cells={
                "requests.carried_over_out.natural_person": 0,
                "requests.carried_over_out.total": 1,
            },
        ),
        required=(("T3-001", "natural_person"), ("T3-001", "total")),
    ),
    Specimen(
        file="07-柳汀区市场监督管理局2022年政府信息公开工作年度报告.txt",
        shows="one application granted to a natural person is missing: results add up to 15 of 16, in all 24 of 25",
        layout="tabs",
        truth=report(
            "07_market",
            "柳汀区市场监督管理局",
            2022,
            published=(1, 29),
            proactive=proactive_table((0, 0, 0), (0, 1, 3), licences=1264, penalties=214, coercive_measures=6),
            requests={
                "new_received": (16, 9),
                "granted": (7, 4),
                "partially_granted": (2, 1),
                "refused.enforcement_file": (1,),
                "refused.administrative_query": (2, 1),
                "unavailable.not_held": (3, 2),
                "other.overdue_correction": (1, 1),
            },
            litigation={"reconsideration": (3, 1, 0, 1), "litigation_direct": (1, 0, 0, 0)},
            cells={"requests.granted.natural_person": 6, "requests.granted.total": 10},
        ),
        required=(("T3-002", "natural_person"), ("T3-002", "total")),
    ),
    Specimen(
        file="08-t3-003.txt",
        shows="the totals of two rows are off by one in opposite directions (granted 6 → 7, not held 4 → 3)",
        layout="closing_pipes",
        truth=report(
            "08_transport",
            "鹤渚市交通运输局",
            2023,
            proactive=proactive_table((0, 0, 0), (3, 2, 17), 388, 951, 43, Decimal("12.3")),
            requests={
                "new_received": (10, 2, 0, 0, 0, 1),
                "granted": (5, 1),
                "partially_granted": (2,),
                "unavailable.not_held": (2, 1, 0, 0, 0, 1),
                "unavailable.not_ready_made": (1,),
            },
            cells={"requests.granted.total": 7, "requests.unavailable.not_held.total": 3},
        ),
        required=(("T3-003", None),),
    ),
    Specimen(
        file="09-t4-001.txt",
        shows="reconsiderations: 2 upheld and 1 other make 3, the total says 4",
        layout="flat",
        truth=report(
            "09_police",
            "禾溪县公安局",
            2023,
            published=(1, 9),
            proactive=proactive_table((0, 0, 0), (0, 0, 2), 5210, 1377, 209, Decimal("64.857")),
            requests={
                "new_received": (7,),
                "granted": (2,),
                "refused.state_secret": (1,),
                "refused.enforcement_file": (3,),
                "not_processed.petition": (1,),
            },
            litigation={"reconsideration": (2, 0, 1, 0)},
            cells={"litigation.reconsideration.total": 4},
        ),
        required=(("T4-001", None),),
    ),
    Specimen(
        file="10-桑麓县住房和城乡建设局2022年信息公开年报.html",
        shows="GB18030 declared as gb2312; 6 documents issued and 1 repealed, but only 4 in force",
        layout="html",
        encoding="gb18030",
        truth=report(
            "10_housing",
            "桑麓县住房和城乡建设局",
            2022,
            title="桑麓县住房和城乡建设局2022年信息公开年报",
            published=(1, 20),
            proactive=proactive_table((0, 0, 0), (6, 1, 4), licences=175, penalties=21, fees=Decimal("233.1")),
            requests={
                "new_received": (8, 3),
                "carried_over_in": (1,),
                "granted": (4, 2),
                "partially_granted": (1,),
                "unavailable.not_held": (3, 1),
            },
        ),
        required=(("T2-001", None),),
    ),
)
