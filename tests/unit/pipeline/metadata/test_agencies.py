"""Whose report it is, where the title does not say."""

import pytest

from .about import UNNAMED, outline


@pytest.mark.parametrize(
    "top",
    [
        f"青箬市水务局\n{UNNAMED}",
        f"{UNNAMED}\n青箬市水务局\n(2024年1月12日)",
        f"索 引 号 | 000 | 发布机构 | 青箬市水务局 |\n{UNNAMED}",
        f"{UNNAMED}\n发文机关：青箬市水务局  发布日期：2024-01-12",
        f"{UNNAMED}\n公开责任部门\n青箬市水务局",
        f"{UNNAMED}\n信息来源：青箬市水务局 发布时间：2024-01-12",
        f"{UNNAMED}\n现将青箬市水务局2023年政府信息公开工作情况报告如下:",
        f"{UNNAMED}\n现公布青箬市水务局2023年度政府信息公开工作年度报告。",
        f"{UNNAMED}\n根据《中华人民共和国政府信息公开条例》要求,青箬市水务局编制本报告。",
        f"{UNNAMED}\n根据有关规定,由青箬市水务局组织编制了本年度报告。\n本报告由青箬市水务局编制。",
        f"{UNNAMED}\n青箬市水务局依照《中华人民共和国政府信息公开条例》编写本报告。",
        "特制作《青箬市水务局2023年政府信息公开工作年度报告》,现公布《青箬市水务局2023年政府信息公开工作年度报告》。",
    ],
)
def test_the_agency_is_read_where_the_text_names_it(top: str) -> None:
    assert outline(top).agency == "青箬市水务局"


@pytest.mark.parametrize("tail", ["青箬市水务局\n2024年1月12日\n", "\n青箬市水务局 二〇二四年一月十二日\n"])
def test_the_signature_names_the_agency_when_nothing_else_does(tail: str) -> None:
    assert outline(UNNAMED, tail).agency == "青箬市水务局"


@pytest.mark.parametrize(
    ("top", "tail"),
    [
        ("当前位置：首页 > 青箬市水务局 > 政府信息公开年报\n{}", ""),
        ("{}", "主办：青箬市水务局\n版权所有：青箬市水务局\n"),
        ("{}", "Copyright 青箬市水务局\n承办单位:青箬市水务局 2024年1月12日\n"),
        ("主 办 单 位：青箬市水务局\n字体\n{}", ""),
        ("{}\n来源：青箬政府网", ""),
        ("青箬市人民政府门户网站\n{}", ""),
        ("新闻中心\n{}", ""),
        ("{}\n现将我局2023年政府信息公开工作情况报告如下:", ""),
        ("{}\n现将本机关2023年政府信息公开工作情况公布如下,由本机关编制本报告。", ""),
    ],
)
def test_neither_the_page_nor_we_nor_ours_name_an_agency(top: str, tail: str) -> None:
    assert outline(top.format(UNNAMED), tail).agency is None


def test_the_title_wins_over_every_other_source() -> None:
    top = "青箬经济开发区2023年政府信息公开年报\n来源:鹭洲区民政局\n发布机构:鹭洲区民政局\n现将鹭洲区民政局2023年政府信息公开情况公布"
    assert outline(top, "鹭洲区民政局\n2024年1月12日\n").agency == "青箬经济开发区"


def test_the_metadata_table_wins_over_the_signature() -> None:
    assert outline(f"发布机构：青箬市水务局\n{UNNAMED}", "青箬水务\n2024年1月12日\n").agency == "青箬市水务局"


def test_a_publisher_whom_the_text_contradicts_is_not_the_agency() -> None:
    top = f"{UNNAMED}\n来源：青箬市人民政府"
    assert outline(top, section_1="2023年,我局公开信息12条。我局重视群众关心的事项。").agency is None
    assert outline(top, section_1="2023年,我市公开信息12条。我市重视群众关心的事项。").agency == "青箬市人民政府"


def test_a_bureau_that_speaks_of_its_county_is_not_taken_for_the_county() -> None:
    top = f"{UNNAMED}\n发布机构：云岫县人民政府"
    assert outline(top, section_1="我局按我县要求公开信息。我局在我县网站公开,我县群众满意。").agency is None
    assert (
        outline(top, section_1="我县按要求公开信息。我县在网站公开,我县群众满意,我办负责。").agency == "云岫县人民政府"
    )


def test_a_kind_of_body_in_a_preamble_names_none() -> None:
    preamble = "根据《中华人民共和国政府信息公开条例》规定,街道编制本报告。"
    assert outline(f"{UNNAMED}\n{preamble}").agency is None
    assert outline(f"{UNNAMED}\n{preamble}", "松坞街道办事处\n2024年1月12日\n").agency == "松坞街道办事处"
