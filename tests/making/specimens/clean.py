"""Samples in which no rule fires, one per layout, and one whose values only need tidying."""

from __future__ import annotations

from decimal import Decimal

from tests.making.truth import proactive_table

from .base import Specimen, report

CLEAN = (
    Specimen(
        file="01-云岫县水务局2023年政府信息公开工作年度报告.txt",
        shows="clean; calls to a hotline stand beside the applications and do not count",
        layout="pipes",
        truth=report(
            "01_water",
            "云岫县水务局",
            2023,
            published=(1, 18),
            proactive=proactive_table((0, 0, 0), (2, 1, 7), licences=46, penalties=9, fees=Decimal("128.6")),
            requests={
                "new_received": (14, 3),
                "carried_over_in": (1,),
                "granted": (8, 2),
                "partially_granted": (2,),
                "unavailable.not_held": (3, 1),
                "other.overdue_correction": (1,),
            },
            litigation={"reconsideration": (1, 0, 0, 0)},
        ),
    ),
    Specimen(
        file="02-澄沅市人民政府2022年政府信息公开工作年度报告.html",
        shows="clean; a city with its own rules (规章), results in words, a fee that was collected",
        layout="html",
        truth=report(
            "02_city",
            "澄沅市人民政府",
            2022,
            published=(3, 17),
            proactive=proactive_table((2, 1, 23), (11, 6, 148), 18342, 5217, 136, Decimal("4312.75")),
            requests={
                "new_received": (212, 38, 2, 1, 9, 4),
                "carried_over_in": (11, 2, 0, 0, 1, 0),
                "granted": (96, 17, 1, 0, 4, 2),
                "partially_granted": (31, 6, 0, 0, 1, 0),
                "refused.third_party_rights": (5, 2),
                "refused.internal_affairs": (3,),
                "refused.process_information": (4, 1),
                "refused.enforcement_file": (6,),
                "refused.administrative_query": (9, 0, 0, 0, 0, 1),
                "unavailable.not_held": (38, 7, 1, 1, 2, 0),
                "unavailable.not_ready_made": (7, 1),
                "unavailable.unclear_after_correction": (2,),
                "not_processed.petition": (6,),
                "not_processed.repeated": (3, 1),
                "not_processed.excessive": (1,),
                "other.overdue_correction": (4, 2, 0, 0, 1, 1),
            },
            litigation={
                "reconsideration": (12, 3, 4, 2),
                "litigation_direct": (3, 0, 1, 1),
                "litigation_after_reconsideration": (4, 1, 0, 1),
            },
        ),
    ),
    Specimen(
        file="03-clean-tabs.txt",
        shows="clean; applicants and results in words, all applications closed",
        layout="tabs",
        truth=report(
            "03_education",
            "青穗县教育局",
            2023,
            proactive=proactive_table((0, 0, 0), (1, 0, 4), licences=27),
            requests={
                "new_received": (5, 1),
                "granted": (3, 1),
                "partially_granted": (1,),
                "refused.administrative_query": (1,),
            },
        ),
    ),
    Specimen(
        file="04-clean-closing-pipes.txt",
        shows="clean; letters to the mayor stand beside the applications and do not count",
        layout="closing_pipes",
        truth=report(
            "04_town",
            "望泽镇人民政府",
            2024,
            published=(1, 21),
            proactive=proactive_table((0, 0, 0), (0, 0, 2), penalties=12, coercive_measures=1),
            requests={"new_received": (2,), "granted": (1,), "unavailable.not_held": (1,)},
        ),
    ),
    Specimen(
        file="05-石榆区民政局2023年度政府信息公开工作年度报告.txt",
        shows="clean; GB18030, no application in the year and the text says so",
        layout="flat",
        encoding="gb18030",
        truth=report(
            "05_civil",
            "石榆区民政局",
            2023,
            title="石榆区民政局2023年度政府信息公开工作年度报告",
            published=(1, 25),
            proactive=proactive_table((0, 0, 0), (0, 0, 3), licences=31),
            requests={},
        ),
    ),
)

_DOCUMENTS = "proactive_disclosure.normative_documents"
TIDIED = Specimen(
    file="22-normalised-values.txt",
    shows="UTF-8 with BOM; full-width digits, `件` and `万元` stand in the cells and must be read as numbers",
    layout="tabs",
    encoding="utf-8-sig",
    truth=report(
        "22_health",
        "玉簟县卫生健康局",
        2023,
        published=(1, 30),
        requests={"new_received": (6, 2), "granted": (4, 2), "unavailable.not_held": (2,)},
        cells={
            f"{_DOCUMENTS}.issued": "２",
            f"{_DOCUMENTS}.in_force": "１２",
            "proactive_disclosure.licences.decisions": "415件",
            "proactive_disclosure.fees.amount_10k_cny": "36.5万元",
            "requests.new_received.natural_person": "６",
            "requests.new_received.total": "8件",
        },
    ),
    read={
        f"{_DOCUMENTS}.issued": 2,
        f"{_DOCUMENTS}.in_force": 12,
        "proactive_disclosure.licences.decisions": 415,
        "proactive_disclosure.fees.amount_10k_cny": 36.5,
        "requests.new_received.natural_person": 6,
        "requests.new_received.total": 8,
    },
    required=(("F-015", None),),
)
