"""What stands in single cells and labels (F-008 to F-015): one finding a table, with the list of places."""

from collections.abc import Callable, Iterator

from pipeline.characters import folded
from pipeline.figures import Figure, read_number
from pipeline.form import Column, Table
from pipeline.messages import Message

from .base import Facts, Finding, Operand, Rule, Scope, rule
from .names import cell_name, row_name, table_name

_MOST_NAMED = 5  # places named in the sentence; the operands list them all
_FILL = Message("请补填,没有的填 0", "fill them in, with 0 where there is none")
_NUMBERS = Message("请改填数字", "put numbers there")
_CHECK = Message("请核对这些数据", "check these figures")
_BARE = Message("请核对读取的数值,只填数字", "check how they were read, and fill in bare numbers")


def _listed(
    facts: Facts, rule: Rule, wanted: Callable[[Figure, Column], bool], text: Callable[[int], Message], advice: Message
) -> Iterator[Finding]:
    """One finding for each table that has figures of the wanted kind, which are among those of note."""
    for table in facts.form.tables:
        places = [
            facts.operand(table.key, row, column.key, with_raw=True)
            for key, row, column, figure in facts.of_note
            if key == table.key and wanted(figure, column)
        ]
        if places:
            yield rule.finding(
                Scope(table.key), _named(facts, table, places, text(len(places)), advice), operands=places
            )


def _named(facts: Facts, table: Table, places: list[Operand], text: Message, advice: Message) -> Message:
    names = [cell_name(facts.form, table.key, place.row, place.column) for place in places[:_MOST_NAMED]]
    raws = [f"“{place.raw.strip()}”" if place.raw and place.raw.strip() else "" for place in places[:_MOST_NAMED]]
    more_zh, more_en = (" 等", ", …") if len(places) > _MOST_NAMED else ("", "")
    zh = "、".join(name.zh + raw for name, raw in zip(names, raws, strict=True))
    en = "; ".join(f"{name.en} {raw}".strip() for name, raw in zip(names, raws, strict=True))
    heading = table_name(table.key)
    return Message(
        f"{heading.zh}{text.zh}:{zh}{more_zh};{advice.zh}", f"{heading.en} {text.en}: {en}{more_en}; {advice.en}"
    )


@rule(
    "F-008",
    severity="info",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="行、列名称与官方格式一致",
    en="row and column labels have the official wording",
)
def labels_are_official(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-008, one finding a table; brackets, spaces and numbers do not count as a difference."""
    for table in facts.form.tables:
        labels = facts.reading.table(table.key).labels
        if not labels:
            continue
        zh = "、".join(f"“{label.found}”应为“{label.official}”" for label in labels[:_MOST_NAMED])
        en = "; ".join(f'"{label.found}" should be "{label.official}"' for label in labels[:_MOST_NAMED])
        heading = table_name(table.key)
        operands = [Operand(table.key, label.row, label.column, None, raw=label.found, at=label.at) for label in labels]
        yield rule.finding(
            Scope(table.key),
            Message(
                f"{heading.zh}有 {len(labels)} 处名称与官方格式不同:{zh};请核对名称",
                f"{heading.en} has {len(labels)} labels that differ from the form: {en}; check the labels",
            ),
            operands=operands,
        )


_SHAPES = {
    "too_few": Message("数值少于列数", "has fewer values than columns"),
    "too_many": Message("数值多于列数", "has more values than columns"),
    "ambiguous": Message("空格位置不明", "has blanks that cannot be placed"),
    "repeated": Message("出现两次且数值不同", "stands twice with different values"),
    "columns": Message("表头与官方格式的列序不符", "stands under a header that does not follow the form"),
}


@rule(
    "F-009",
    severity="error",
    source="derived",
    zh="每行数值个数与列数一致",
    en="each row has as many values as columns",
)
def rows_have_their_columns(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-009; too few values may be cells that were lost on the way to us, so only a surplus is blamed on the report."""
    for table in facts.form.tables:
        for shape in facts.reading.table(table.key).shapes:
            name, heading, problem = (
                row_name(facts.form, table.key, shape.row),
                table_name(table.key),
                _SHAPES[shape.problem],
            )
            yield rule.finding(
                Scope(table.key, shape.row),
                Message(
                    f"{heading.zh}“{name.zh}”一行{problem.zh},无法确定各列数值;请核对该行",
                    f'the row "{name.en}" of {heading.en} {problem.en}; its figures are unknown, check that row',
                ),
                verdict="fail" if shape.problem in {"too_many", "repeated"} else "uncertain",
                quote=(facts.document, shape.at),
            )


@rule("F-010", severity="warning", source="practice", zh="数据格不留空", en="no figure is left blank")
def no_blanks(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-010."""
    yield from _listed(
        facts,
        rule,
        lambda figure, _: figure.kind == "blank",
        lambda n: Message(f"有 {n} 个数据为空", f"has {n} blank figures"),
        _FILL,
    )


@rule("F-011", severity="warning", source="practice", zh="不以符号代替数字", en="no placeholder stands for a figure")
def no_placeholders(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-011: / - — 无 不适用."""
    yield from _listed(
        facts,
        rule,
        lambda figure, _: figure.kind == "placeholder",
        lambda n: Message(f"有 {n} 处以符号代替数字", f"has {n} placeholders instead of figures"),
        _FILL,
    )


@rule("F-012", severity="error", source="practice", zh="数据格内只填数字", en="no text stands in a figure's cell")
def no_text(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-012; a fraction is told by F-014, and a number that a line break cut in two is no text."""
    yield from _listed(
        facts,
        rule,
        lambda figure, _: figure.kind == "text" and read_number(folded(figure.raw)) is None,
        lambda n: Message(f"有 {n} 处填写了文字", f"has {n} cells with text"),
        _NUMBERS,
    )


@rule("F-013", severity="error", source="derived", zh="数据不为负数", en="no figure is negative")
def no_negatives(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-013; 本年增/减 of the 2019 form may be negative."""
    yield from _listed(
        facts,
        rule,
        lambda figure, column: figure.value is not None and figure.value < 0 and not column.signed,
        lambda n: Message(f"有 {n} 个负数", f"has {n} negative figures"),
        _CHECK,
    )


@rule("F-014", severity="error", source="derived", zh="件数为整数", en="a count is a whole number")
def counts_are_whole(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-014."""
    yield from _listed(
        facts,
        rule,
        lambda figure, column: figure.kind == "text" and not column.amount and read_number(figure.raw) is not None,
        lambda n: Message(f"有 {n} 处件数不是整数", f"has {n} counts that are not whole numbers"),
        _CHECK,
    )


@rule("F-015", severity="info", source="derived", zh="数据不带单位、空格或全角字符", en="figures are bare numbers")
def figures_are_bare(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-015: full width, 件, 万元 or 元, thousands marks."""
    yield from _listed(
        facts,
        rule,
        lambda figure, _: figure.value is not None and not figure.plain,
        lambda n: Message(f"有 {n} 个数据经规范化后读取", f"has {n} figures that were read after being normalised"),
        _BARE,
    )
