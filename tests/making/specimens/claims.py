"""Samples in which the tables agree with each other and one sentence does not agree with them, or with itself."""

from __future__ import annotations

from tests.making.truth import proactive_table

from .base import Specimen, report

CLAIMS = (
    Specimen(
        file="11-x-001.txt",
        shows="the text says 19 applications were received, the table 16 (17 with the one carried over)",
        layout="pipes",
        truth=report(
            "11_labour",
            "东岑区人力资源和社会保障局",
            2023,
            published=(1, 23),
            proactive=proactive_table((0, 0, 0), (1, 0, 8), licences=92, penalties=5),
            requests={
                "new_received": (13, 2, 0, 0, 0, 1),
                "carried_over_in": (1,),
                "granted": (8, 1),
                "partially_granted": (2,),
                "unavailable.not_held": (3, 1, 0, 0, 0, 1),
                "unavailable.unclear_after_correction": (1,),
            },
            litigation={"reconsideration": (1, 0, 0, 0)},
        ),
        required=(("X-001", None),),
    ),
    Specimen(
        file="12-枫桁县农业农村局2024年政府信息公开工作年度报告.html",
        shows="the text says 9 applications were answered, the table 8 with 1 carried over to the next year",
        layout="html",
        truth=report(
            "12_farm",
            "枫桁县农业农村局",
            2024,
            published=(1, 15),
            proactive=proactive_table((0, 0, 0), (2, 1, 9), licences=143, penalties=38),
            requests={
                "new_received": (8, 1),
                "granted": (4, 1),
                "partially_granted": (1,),
                "unavailable.not_held": (2,),
            },
        ),
        required=(("X-003", None),),
    ),
    Specimen(
        file="13-x-013.txt",
        shows="the text says no application was received, the table has 2",
        layout="tabs",
        truth=report(
            "13_street",
            "松坞街道办事处",
            2023,
            proactive=proactive_table(penalties=3),
            requests={"new_received": (2,), "granted": (1,), "unavailable.not_held": (1,)},
        ),
        required=(("X-013", None),),
        allowed=("X-001",),
    ),
    Specimen(
        file="14-南沅市统计局2023年政府信息公开年报.txt",
        shows="186 pieces in all, but 12 + 95 + 64 + 18 make 189; 13 of 40 is 32.5 %, the text says 35.2 %",
        layout="pipes",
        truth=report(
            "14_statistics",
            "南沅市统计局",
            2023,
            title="南沅市统计局2023年政府信息公开年报",
            published=(1, 11),
            proactive=proactive_table((0, 0, 0), (0, 0, 1), penalties=2),
            requests={"new_received": (4, 1), "granted": (3, 1), "unavailable.not_held": (1,)},
        ),
        required=(("X-016", None), ("X-017", None)),
    ),
)
