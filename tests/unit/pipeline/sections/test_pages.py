"""What a web page and those who sign put around a report is in no section, in whatever way the page is made."""

import pytest

from pipeline.formats import read_document
from pipeline.sections import detect_sections
from tests.making import Recipe, printed
from tests.making.pages import PAGES

AROUND = ("layout_pipes", "breadcrumbs", "metadata", "title_twice", "signature", "footer")
NOT_OF_THE_REPORT = (
    "版权所有", "主办单位", "主办:", "打印", "关闭窗口", "上一篇", "网站地图", "网站标识码", "联系电话", "监审", "编辑",
    "扫一扫", "友情链接", "ICP", "栏目导航", "首页", "索引号", "年1月23日",
)  # fmt: skip


@pytest.mark.parametrize("quirks", [(), ("signature",), ("footer",), ("signature", "footer"), AROUND])
@pytest.mark.parametrize("layout", list(PAGES))
def test_no_section_of_a_web_page_holds_the_page_or_the_signature(layout: str, quirks: tuple[str, ...]) -> None:
    for seed in range(3):
        page = printed(Recipe(seed=seed, layout=layout, quirks=quirks))
        document = read_document(page.data)
        found = detect_sections(document)
        assert tuple(section.number for section in found.sections) == page.sections
        for section in found.sections:
            text = document.text[section.start : section.end].replace("：", ":")
            assert [words for words in NOT_OF_THE_REPORT if words in text] == []
        assert document.text[found.sections[-1].body : found.sections[-1].end].strip(" |\n") == page.truth.sections[6]


@pytest.mark.parametrize("layout", list(PAGES))
def test_a_web_page_says_whose_report_it_is_for_which_year_and_when_it_came_out(layout: str) -> None:
    for seed, quirks in enumerate((AROUND, ("title_on_two_lines",), ("title_on_two_lines", "metadata"))):
        page = printed(Recipe(seed=seed, layout=layout, quirks=quirks))
        found = detect_sections(read_document(page.data))
        truth = page.truth
        assert (found.title, found.agency, found.year) == (truth.title, truth.agency, truth.year)
        assert (found.level, found.area, found.published_on) == ("city", truth.agency[:3], truth.published_on)
