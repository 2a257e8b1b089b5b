"""Headings in all the ways in which reports write them, and lines that only look like one."""

import itertools

import pytest

from pipeline.form import SECTIONS
from tests.unit.pipeline.made import SMALL, small

from .about import body, numbers, outline

OFFICIAL = [f"{numeral}、{section.label}" for numeral, section in zip("一二三四五六", SECTIONS, strict=True)]
ALL = [1, 2, 3, 4, 5, 6]


def retitled(pattern: str) -> str:
    """The small report, each heading written by `pattern`, with `{n}` and `{title}`."""
    text = small()
    for heading in OFFICIAL:
        text = text.replace(f"{heading}\n", f"{pattern.format(n=heading[0], title=heading[2:])}\n")
    return text


@pytest.mark.parametrize(
    "pattern",
    [
        "第{n}部分 {title}",
        "第{n}部分{title}",
        "第{n}部分：{title}",
        "{n}、 {title}：",
        "{n}. {title}",
        "{n}.、{title}",
        "{n} {title}",
        "{n}{title}",
        "{title}",
        "({n}){title}",
        "（{n}）{title}。",
        "????{n}、{title}",
        "## {n}、{title}",
        "**{n}、{title}**",
        "| {n}、{title} |",
        "【{n}、{title}】",
        "{n}）{title}",
        "{n}、{title} | | |",
        "\t{n}、{title}\t",
        "　　{n}、　{title}",
        "{n}、\n{title}",
        "{n}、{title}\n{n}、{title}",
        "{n}、{title}\n{title}",
    ],
)
def test_headings_are_found_however_they_are_numbered_and_marked(pattern: str) -> None:
    text = retitled(pattern)
    assert numbers(text) == ALL
    assert outline(text).repeated == ()
    assert body(text, 1).startswith("全年围绕")
    assert "行政许可" in body(text, 2)
    assert "四、结转下年度继续办理" in body(text, 3)
    assert body(text, 6) == "本年度未收取信息处理费。"


def test_headings_split_by_spaces_or_over_two_lines_are_whole() -> None:
    text = small()
    for heading in OFFICIAL:
        text = text.replace(f"{heading}\n", " ".join(heading) + "\n")
    assert numbers(text) == ALL
    wrapped = small().replace("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开行政复议、行\n政诉讼情况")
    assert numbers(wrapped) == ALL
    assert not body(wrapped, 4).startswith("政诉讼")


@pytest.mark.parametrize("mark", [":", "：", " ", "。", "　", "\t", " | "])
def test_a_heading_with_its_text_on_the_same_line_is_parted_from_it(mark: str) -> None:
    text = small().replace("六、其他需要报告的事项\n", f"六、其他需要报告的事项{mark}")
    found = outline(text).section(6)
    assert found is not None
    assert found.heading == "六、其他需要报告的事项"
    assert body(text, 6).strip(" |") == "本年度未收取信息处理费。"


def test_a_heading_directly_followed_by_its_text_is_parted_from_it() -> None:
    text = (
        small()
        .replace("六、其他需要报告的事项\n", "六、其他需要报告的事项")
        .replace("一、总体情况\n", "一、总体情况2023年,")
    )
    assert numbers(text) == ALL
    assert body(text, 1).startswith("2023年,全年围绕")


def test_a_bracketed_heading_may_go_on_in_the_next_line_of_its_cell() -> None:
    text = retitled("({n}){title}").replace("行政复议、行政诉讼情况", "行政复\n议、行政诉讼情况 | |||")
    assert numbers(text) == ALL
    assert outline(text).sections[3].heading.endswith("议、行政诉讼情况")


def test_title_and_first_heading_may_share_a_line() -> None:
    text = small().replace("\n一、总体情况\n", " 一、总体情况 ")
    assert numbers(text) == ALL
    assert body(text, 1).startswith("全年围绕")


@pytest.mark.parametrize(
    ("number", "wording"),
    [
        (1, "一、总体概述"),
        (1, "一、政府信息公开工作情况"),
        (2, "二、主动公开政府信息"),
        (3, "三、收到和处理政府信息公开情况"),
        (4, "四、政府信息公开行政复议,行政诉讼情况"),
        (5, "五、存在的不足及改进措施"),
        (6, "六、其他"),
        (1, "一、2023年工作开展情况"),
        (2, "二、主动公开情况"),
        (2, "二、行政机关主动公开政府信息的情况"),
        (3, "三、政府信息依申请公开办理情况"),
        (4, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        (4, "四、行政复议和行政诉讼有关情况"),
        (5, "五、政府信息公开工作存在的主要问题及改进情况"),
        (5, "五、存在问题和下步打算"),
        (6, "六、其他事项"),
        (6, "六、其它需要报告事项"),
    ],
)
def test_other_wordings_are_understood_where_the_numeral_says_which_section(number: int, wording: str) -> None:
    text = small().replace(f"{OFFICIAL[number - 1]}\n", f"{wording}\n")
    assert numbers(text) == ALL
    assert outline(text).sections[number - 1].heading == wording


@pytest.mark.parametrize(
    "line",
    [
        "二、主动公开方面,全年发布信息十二条,都在网站发布",
        "四、结转下年度继续办理",
        "六、其他处理",
        "五、不足与下一步打算",
        "三、本年度办理结果",
        "一、本年新收政府信息公开申请数量",
    ],
)
def test_a_numbered_line_that_means_something_else_is_no_heading(line: str) -> None:
    number = "一二三四五六".index(line[0]) + 1
    text = small(f"工作有进展。\n{line}\n继续努力。").replace(f"{OFFICIAL[number - 1]}\n", "")
    assert number not in numbers(text)


def test_numbers_may_repeat_or_be_missing() -> None:
    text = small().replace("二、主动公开", "一、主动公开").replace("三、收到和处理", "二、收到和处理")
    assert numbers(text.replace("五、存在", "存在")) == ALL


def test_sections_nested_under_a_part_of_the_report_are_found() -> None:
    text = retitled("({n}){title}").replace("\n(一)总体情况", "\n一、报告内容\n(一)总体情况") + "二、附件\n无\n"
    assert numbers(text) == ALL


def test_a_sub_heading_does_not_stand_for_a_section_that_is_missing() -> None:
    text = small("(一)主动公开政府信息情况\n全年公开信息十二条,都在网站发布。\n(二)依申请公开")
    text = text.replace("二、主动公开政府信息情况\n", "")
    assert numbers(text) == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "preamble",
    [
        "本报告由一、总体情况,二、主动公开政府信息情况,三、收到和处理政府信息公开申请情况等六个部分组成。",
        "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项",
        " ".join(OFFICIAL),
        "内容如下: " + "; ".join(OFFICIAL) + "。",
        "目录\n" + "\n".join(OFFICIAL),
        "目录\n" + "\n".join(f"{heading}……{page}" for page, heading in enumerate(OFFICIAL, 1)),
        "目录\n" + "\n".join(heading[2:] for heading in OFFICIAL),
        "目录 | " + " | ".join(OFFICIAL) + " |",
        "\n".join(OFFICIAL) + "\n本报告依照有关规定编制,所列数据准确,对内容有疑问的可以到办公室查询,地址在滨河路。",
    ],
)
def test_a_list_of_the_titles_is_not_where_the_sections_stand(preamble: str) -> None:
    text = small().replace("\n一、总体情况\n", f"\n{preamble}\n一、总体情况\n", 1)
    found = outline(text)
    assert [section.number for section in found.sections] == ALL
    assert body(text, 1) == body(small(), 1)
    assert found.repeated == ()


def test_a_section_that_only_a_table_of_contents_names_is_missing() -> None:
    contents = "目录\n" + "\n".join(OFFICIAL) + "\n"
    text = contents + small().replace(f"{OFFICIAL[3]}\n", "")
    assert numbers(text) == [1, 2, 3, 5, 6]
    assert body(text, 1).startswith("全年围绕")


@pytest.mark.parametrize("entry", ["{heading}", "{heading} {page}", "{heading}……{page}", "{title}"])
@pytest.mark.parametrize("last", [1, 2, 3, 4, 5])
def test_a_cut_report_has_no_section_that_only_its_table_of_contents_names(entry: str, last: int) -> None:
    entries = [entry.format(heading=each, title=each[2:], page=page) for page, each in enumerate(OFFICIAL, 2)]
    text = small(section_1="全年围绕群众关心的事项做好公开工作,完善制度,加强培训。" * 5)
    text = text.replace(OFFICIAL[0], "目录\n" + "\n".join(entries) + f"\n{OFFICIAL[0]}", 1)
    text = text[: text.rindex(OFFICIAL[last])] + "\n"
    assert numbers(text) == ALL[:last]
    assert body(text, 1).startswith("全年围绕")


def test_the_dots_to_a_page_number_make_no_heading() -> None:
    marks = ("......", "……", "…", "....", "———", "··· ")
    contents = "\n".join(f"{heading}{mark}3" for heading, mark in zip(OFFICIAL, marks, strict=True))
    text = small().replace(OFFICIAL[0], f"目录\n{contents}\n{OFFICIAL[0]}", 1).replace(f"{OFFICIAL[3]}\n", "")
    assert numbers(text) == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    "heading",
    [
        "五、其他需要报告的事项:",
        "其他需要报告的事项:",
        "其他需要报告的事项 ",
        "其他需要报告的事项\u3000",
        "(六)其他需要报告的事项:",
        "(六)其他需要报告的事项 ",
        "六 其他需要报告的事项:",
    ],
)
def test_a_heading_without_its_numeral_is_parted_from_the_text_on_its_line(heading: str) -> None:
    text = small().replace("六、其他需要报告的事项\n", heading)
    found = outline(text).section(6)
    assert found is not None
    assert found.heading == heading.strip().rstrip(":")
    assert body(text, 6) == "本年度未收取信息处理费。"
    assert body(text, 5).endswith("按月检查栏目。")


@pytest.mark.parametrize(
    "line",
    [
        "其他需要报告的事项,按要求写在后面。",
        "其他需要报告的事项本来很多。",
        "其他需要报告的事项。",
        "概述 全年工作。",
        "(一)其他需要报告的事项:无。",
    ],
)
def test_a_sentence_that_begins_like_a_title_is_no_heading(line: str) -> None:
    title, number = ("六、其他需要报告的事项\n", 6) if "其他" in line else ("一、总体情况\n", 1)
    assert number not in numbers(small(section_1=f"工作有进展。\n{line}").replace(title, ""))


def test_headings_whose_tables_were_images_follow_each_other() -> None:
    text = f"{SMALL.title}\n{OFFICIAL[0]}\n{'全年公开信息,完善制度。' * 20}\n" + "\n".join(OFFICIAL[1:4])
    text += f"\n{OFFICIAL[4]}\n更新不及时,将加强培训。\n{OFFICIAL[5]}\n无。\n"
    assert numbers(text) == ALL
    assert body(text, 2) == ""


def test_the_last_row_of_table_3_on_the_line_of_the_next_heading_stays_in_section_3() -> None:
    text = small().replace("\n四、政府信息公开行政复议", " 四、政府信息公开行政复议")
    assert numbers(text) == ALL
    assert "四、结转下年度继续办理" in body(text, 3)


def test_a_caption_of_the_table_repeats_no_section() -> None:
    text = small().replace(f"{OFFICIAL[1]}\n", f"{OFFICIAL[1]}\n全年如下表。\n主动公开政府信息情况\n")
    found = outline(text)
    assert found.sections[1].heading == OFFICIAL[1]
    assert found.repeated == ()


def test_a_report_cut_after_section_3_has_three_sections() -> None:
    text = small()
    text = text[: text.index(OFFICIAL[3])]
    assert numbers(text) == [1, 2, 3]
    assert "结转下年度" in body(text, 3)


def test_each_section_has_its_heading_at_its_place_and_none_overlaps() -> None:
    text = retitled("| {n}、{title} |")
    sections = outline(text).sections
    for section in sections:
        assert text.startswith(section.heading, section.start)
        assert section.start < section.body <= section.end
    assert all(one.end <= two.start for one, two in itertools.pairwise(sections))


def test_traditional_headings_are_found() -> None:
    changes = {
        "总体情况": "總體情況",
        "主动公开政府信息情况": "主動公開政府信息情況",
        "其他需要报告的事项": "其他需要報告的事項",
    }
    text = small()
    for simplified, traditional in changes.items():
        text = text.replace(simplified, traditional)
    assert numbers(text) == ALL
