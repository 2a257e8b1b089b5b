import re
from decimal import Decimal

import pytest

from pipeline.document import Document
from pipeline.errors import DocumentScanned, FormatTooComplex
from pipeline.formats import read_document
from pipeline.formats.docx.counting import spelled
from pipeline.formats.package import is_word
from pipeline.stages import read_report
from tests.making import consistent_truth
from tests.making_office import STRUCTURES, document, report, zipped
from tests.making_office.docx import MAIN, TRANSITIONAL
from tests.making_office.package import content_types, relationships
from tests.making_office.words import box, control, paragraph, run, text

TYPES = {
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "dotm": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}
BREAK = "<w:r><w:br/></w:r>"


def opened(body: str, **parts: str) -> Document:
    return read_document(document(body, **parts))


def lines(body: str, **parts: str) -> list[str]:
    return opened(body, **parts).text.splitlines()


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(words: str, properties: str = "") -> str:
    content = words if words.startswith("<") else paragraph(run(words))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def cells(seen: Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (each.row, each.column, each.row_span, each.column_span, each.at.of(seen.text))
        for grid in seen.grids
        for each in grid.cells
    ]


def texts(body: str, **parts: str) -> list[str]:
    return [each[4] for each in cells(opened(body, **parts))]


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("seed", [1, 2])
def test_all_200_figures_come_back_from_each_structure(structure: str, seed: int) -> None:
    truth = consistent_truth(seed)
    read = read_report(report(truth, structure), "made")
    assert read.error is None
    assert (read.title, read.agency, read.year) == (truth.title, truth.agency, truth.year)
    assert {key: figures for key, figures in read.tables.items() if key in truth.figures} == truth.figures
    assert [finding for finding in read.findings if finding.verdict == "fail"] == []


@pytest.mark.parametrize("suffix", TYPES)
def test_documents_with_macros_and_templates_are_read(suffix: str) -> None:
    assert read_document(document(text("正文"), main_type=TYPES[suffix])).text == "正文\n"


def test_the_main_part_is_found_by_its_relationship_whatever_it_is_called() -> None:
    main = f'<x:document xmlns:x="{TRANSITIONAL}"><x:body><x:p><x:r><x:t>正文</x:t></x:r></x:p></x:body></x:document>'
    data = zipped(
        {
            "[Content_Types].xml": content_types({"deep/main 1.xml": MAIN}),
            "_rels/.rels": relationships({"x": ("officeDocument", "./deep/other/../main%201.xml")}),
            "deep/main 1.xml": main,
        }
    )
    assert read_document(data).text == "正文\n"


def test_prefixes_may_change_their_meaning_within_the_file() -> None:
    body = f'<w:p><w:r><w:t>一</w:t></w:r><x xmlns:w="urn:x"><w:t>否</w:t></x></w:p><y:p xmlns:y="{TRANSITIONAL}"><y:r><y:t>二</y:t></y:r></y:p>'
    assert lines(body) == ["一", "二"]


def test_merged_cells_are_one_cell_with_its_span() -> None:
    down = '<w:vMerge w:val="restart"/>'
    body = table(
        row(cell("a", down), cell("b", '<w:gridSpan w:val="2"/>')),
        row(cell("不见", "<w:vMerge/>"), cell("c"), cell("d", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")),
    )
    assert cells(opened(body)) == [(0, 0, 2, 1, "a"), (0, 1, 1, 2, "b"), (1, 1, 1, 1, "c"), (1, 2, 1, 2, "d")]


def test_a_cell_that_goes_on_from_nowhere_is_a_cell() -> None:
    body = table(row(cell("a"), cell("b")), row(cell("c", "<w:vMerge/>"), cell("d")))
    assert texts(body) == ["a", "b", "c", "d"]


def test_a_merge_of_another_width_is_not_continued() -> None:
    wide = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'
    body = table(row(cell("a", wide), cell("b")), row(cell("1", "<w:vMerge/>"), cell("2"), cell("3")))
    assert cells(opened(body))[2:] == [(1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")]


def test_rows_may_begin_beside_the_first_column() -> None:
    body = table(row(cell("a"), cell("b")), row(cell("c"), properties='<w:gridBefore w:val="1"/>'))
    assert cells(opened(body))[-1] == (1, 1, 1, 1, "c")


def test_only_the_innermost_tables_are_grids() -> None:
    inner = table(row(cell("规章"), cell("0")))
    seen = opened(table(row(cell("菜单"), cell(text("见下") + inner + text("完"))), row(cell("页脚"), cell("1"))))
    assert [each[4] for each in cells(seen)] == ["规章", "0"]
    assert seen.text.splitlines() == ["菜单", "见下", "| 规章 | 0 | ", "完", "页脚", "1"]


def test_a_table_of_one_column_is_prose() -> None:
    seen = opened(table(row(cell(text("一、总体情况\n正文"))), row(cell("完"))))
    assert (seen.text.splitlines(), seen.grids) == (["一、总体情况", "正文", "完"], ())


def test_a_table_that_holds_the_whole_report_is_parted() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    rows = [
        row(cell("一、总体情况", wide)), row(cell(text("第一段。\n第二段。"), wide)), row(cell("二、主动公开政府信息情况", wide)),
        row(cell("第二十条第（五）项", wide)), row(cell("行政许可"), cell("3")),
    ]  # fmt: skip
    seen = opened(table(*rows))
    assert seen.text.splitlines()[:4] == ["一、总体情况", "第一段。", "第二段。", "二、主动公开政府信息情况"]
    assert [each[4] for each in cells(seen)] == ["第二十条第（五）项", "行政许可", "3"]


def test_paragraphs_of_a_cell_are_parted_and_its_runs_are_not() -> None:
    body = table(
        row(cell(text("1\n2")), cell(paragraph(run("3"), run("4"))), cell(paragraph(run("5"), BREAK, run("6"))))
    )
    assert texts(body) == ["1 2", "34", "5 6"]


def test_signs_are_what_a_reader_sees() -> None:
    signs = '<w:r><w:t>1</w:t><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t><w:sym w:font="宋体" w:char="2014"/><w:sym w:font="Symbol" w:char="F035"/><w:cr/><w:t>c</w:t></w:r>'
    assert lines(f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{signs}</w:p>") == ["1\ta-b—5", "c"]


def test_a_text_box_is_read_once_and_where_it_is_anchored() -> None:
    body = text("前") + paragraph(run("三、标题"), box(text("框内"))) + text("后")
    assert lines(body) == ["前", "三、标题", "框内", "后"]
    assert lines(paragraph(box(text("题")), run("正文"))) == ["题", "正文"]


def test_a_box_that_only_old_programs_know_is_read() -> None:
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{text('框内')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    assert lines(f"<w:p><w:r>{old}</w:r></w:p>") == ["框内"]
    empty = f'<mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    assert lines(f"<w:p><w:r>{empty}</w:r></w:p>") == ["框内"]


def test_a_table_in_a_text_box_is_a_grid() -> None:
    body = paragraph(box(table(row(cell("规章"), cell("3"))) + "<w:p/>"))
    assert texts(body) == ["规章", "3"]


def test_an_empty_content_control_shows_nothing() -> None:
    blank = control(cell("单击此处"), placeholder=True)
    assert texts(table(row(cell("规章"), blank, control(cell("3"))))) == ["规章", "", "3"]


def test_tracked_changes_read_as_if_accepted() -> None:
    deleted, moved = "<w:del><w:r><w:delText>1</w:delText></w:r></w:del>", f"<w:moveFrom>{run('2')}</w:moveFrom>"
    arrived = f"<w:ins>{run('3')}</w:ins><w:moveTo>{run('4')}</w:moveTo>"
    assert lines(paragraph(deleted, moved, arrived)) == ["34"]
    gone = row(cell("旧"), cell("1"), properties="<w:del/>")
    old = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="4"/></w:tcPr></w:tcPrChange>'
    seen = opened(table(gone, row(cell("新", old), cell("8", "<w:cellDel/>"), cell("2", "<w:cellIns/>"))))
    assert cells(seen) == [(0, 0, 1, 1, "新"), (0, 1, 1, 1, "2")]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:vanish/>", "<w:specVanish/>"])
def test_a_paragraph_whose_mark_is_gone_goes_on(mark: str) -> None:
    joined = paragraph(run("一、总体"), properties=f"<w:rPr>{mark}</w:rPr>") + paragraph(run("情况"))
    assert lines(joined + text("后")) == ["一、总体情况", "后"]
    assert texts(table(row(cell(joined.split("</w:p>")[0] + "</w:p>"), cell("2")))) == ["一、总体", "2"]


def test_hidden_text_is_not_read_whether_hidden_by_itself_or_by_its_style() -> None:
    styles = f'<w:styles xmlns:w="{TRANSITIONAL}"><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    hidden = run("1", "<w:rPr><w:vanish/></w:rPr>") + run("2", '<w:rPr><w:rStyle w:val="h"/></w:rPr>')
    shown = run("3", '<w:rPr><w:vanish w:val="0"/></w:rPr>') + run(
        "4", '<w:rPr><w:rStyle w:val="h"/><w:vanish w:val="false"/></w:rPr>'
    )
    assert lines(paragraph(hidden, shown), styles=styles) == ["34"]


def test_of_a_field_only_its_result_is_read() -> None:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>PAGE 9</w:instrText></w:r>"
    inner = begin + code + middle + run("8") + end
    assert lines(paragraph(begin, inner, code, middle, run("3"), end, run("4"))) == ["34"]
    assert lines(paragraph(begin, code, run("5")) + text("6")) == ["5", "6"], "a field that never ends hides nothing"


def test_notes_headers_and_readings_are_not_part_of_the_text() -> None:
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>shù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>数</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    notes = '<w:r><w:footnoteReference w:id="1"/><w:commentReference w:id="2"/></w:r>'
    footer = f'<w:ftr xmlns:w="{TRANSITIONAL}">{text("- 4 -")}</w:ftr>'
    assert lines(paragraph(ruby, notes, run("12")), footer=footer) == ["数12"]


def numbering(*levels: tuple[str, str], extra: str = "") -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:numFmt w:val="{name}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for index, (name, words) in enumerate(levels)
    )
    return f'<w:numbering xmlns:w="{TRANSITIONAL}"><w:abstractNum w:abstractNumId="7">{inner}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>{extra}</w:numbering>'


def item(words: str, level: int = 0, list_id: int = 3) -> str:
    return text(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_stand_before_their_text_and_restart_below_each_heading() -> None:
    lists = numbering(("japaneseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3."))
    body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 2) + item("戊", 1) + item("己") + item("庚", 1)
    assert lines(body, numbering=lists) == [
        "一、甲",
        "（一）乙",
        "一.1.丙",
        "一.2.丁",
        "（二）戊",
        "二、己",
        "（一）庚",
    ]


def test_a_numbered_paragraph_that_is_gone_leaves_no_number() -> None:
    number = '<w:numPr><w:numId w:val="3"/></w:numPr>'
    for mark, gone in (
        ("del", "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"),
        ("moveFrom", f"<w:moveFrom>{run('旧')}</w:moveFrom>"),
    ):
        body = paragraph(gone, properties=f"{number}<w:rPr><w:{mark}/></w:rPr>") + text("无号") + item("新")
        assert lines(body, numbering=numbering(("decimal", "%1)"))) == ["无号", "1)新"]


def test_a_number_before_digits_is_kept_apart_from_them() -> None:
    assert lines(item("2023年") + item("5"), numbering=numbering(("decimal", "%1."))) == ["1. 2023年", "2. 5"]


def test_a_list_may_be_begun_anew_and_bullets_are_no_text() -> None:
    again = '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    lists = numbering(("decimal", "%1)"), ("bullet", "●"), extra=again)
    body = item("a") + item("b") + item("c", 1) + item("d", list_id=4) + item("e", list_id=99) + item("f", list_id=0)
    assert lines(body, numbering=lists) == ["1)a", "2)b", "c", "1)d", "e", "f"]


@pytest.mark.parametrize(
    ("number", "format_name", "printed"),
    [
        (10, "chineseCounting", "十"), (12, "japaneseCounting", "十二"), (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"), (1010, "chineseCountingThousand", "一千零一十"), (3, "ideographTraditional", "丙"),
        (11, "chineseLegalSimplified", "壹拾壹"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"),
        (3, "decimalEnclosedCircleChinese", "③"), (21, "decimalEnclosedCircle", "21"), (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"), (10, "ideographDigital", "一〇"), (5, "ordinal", "5"), (5, "none", ""),
    ],
)  # fmt: skip
def test_numbers_are_spelled_as_word_does(number: int, format_name: str, printed: str) -> None:
    assert spelled(number, format_name) == printed


def embedding(content: str | bytes) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": content_types({"word/document.xml": MAIN}),
            "_rels/.rels": relationships({"x": ("officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": relationships({"c": ("aFChunk", "/word/chunk")}),
            "word/document.xml": f'<w:document xmlns:w="{TRANSITIONAL}" xmlns:r="urn:r"><w:body>{text("前")}<w:altChunk r:id="c"/>{text("后")}</w:body></w:document>',
            "word/chunk": content,
        }
    )


PAGE = "<html><body><p>总则</p><table><tr><td>规章<td>3</tr></table><p>完</p></body></html>"


@pytest.mark.parametrize(
    "content", [PAGE, document(text("总则") + table(row(cell("规章"), cell("3"))) + text("完"))], ids=["HTML", "DOCX"]
)
def test_an_embedded_document_is_read_in_its_place(content: str | bytes) -> None:
    seen = read_document(embedding(content))
    assert seen.text.splitlines() == ["前", "总则", "| 规章 | 3 | ", "完", "后"]
    assert [each[4] for each in cells(seen)] == ["规章", "3"]


def test_documents_embedded_in_embedded_ones_are_not_opened() -> None:
    assert read_document(embedding(embedding(PAGE))).text.split() == ["前", "前", "后", "后"]


def test_embedded_documents_that_unpack_beyond_their_bound_are_refused() -> None:
    with pytest.raises(FormatTooComplex):
        read_document(embedding(document("<w:p/>" * 1_500_000)))


def test_a_document_of_pictures_is_scanned() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    with pytest.raises(DocumentScanned):
        opened(paragraph(picture) + text("附件"))
    assert opened(paragraph(picture) + text("政府信息公开" * 40)).text


def test_an_amount_keeps_its_decimals() -> None:
    truth = consistent_truth(4)
    read = read_report(report(truth, "merged"), "made")
    amount = read.tables["proactive_disclosure"]["fees"]["amount_10k_cny"]
    assert isinstance(amount, Decimal)
    assert re.fullmatch(r"\d+(\.\d+)?", str(amount))


def test_other_zips_are_not_taken_for_documents() -> None:
    assert not is_word(zipped({"word/document.xml": "<a/>"}))
    assert not is_word(b"PK\x03\x04")
