"""Finds the report's title above its first section, on one line or over up to three, and takes it apart."""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.characters import folded

from .bodies import is_a_body, stands_for_no_name, trimmed
from .dates import in_digits
from .places import level_of, region_of

_LONGEST_TITLE = 70
_MOST_LINES = 2_000  # at the beginning and before the first section; a real page has some fifty
_YEAR = re.compile(r"(20\d\d)(?:年度|年(?!\d{1,2}月)|(?![\d年]))")
_DATED = re.compile(r"20\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-/.]\d{1,2}[-/.]\d{1,2})")
_IN_BRACKETS = re.compile(r"[(\[【〔][^()\[\]]{0,20}[)\]】〕]")
_YEAR_MARK = "@"  # stands for a year, so that 人民政府2023年政府信息公开 keeps both of its 政府
# What is left of a title without its years: an agency, and the report's name.
_TITLE = re.compile(
    r"^(?P<agency>.*?)(?:关于)?(?:(?:印发|公布|发布|报送)[《<]?(?P<inner>.*?))?[《<]?@?"
    r"(?<!人民)(?:政府|政务|部门|机关|单位)*@?(?:信息|政务)公开(?:工作|情况|的|年度|年|总结|报告|[及和暨]|@)*(?:报告|年报|总结)@?[》>]?"
    r"(?:的(?:通知|公告|函|报告)|发布|公布|公示)?(?:[(（\[【](?P<behind>.*)[)）\]】])?$"
)
_LABEL = re.compile(r"^\s*(?:信息|文件|公文)?\s*(?:标\s*题|名\s*称|题\s*名)\s*[:：]\s*")
# What a page may put behind a title on its line.
_BEHIND = re.compile(
    r"\s+[\[【(（]?(?:(?:发布|发文|更新|信息)?(?:时间|日期|来源)\s*[:：]|字\s*[体号]|浏览|打印|分享|20\d\d[-/.]\d|20\d\d年\d{1,2}月).*$"
)
_NO_TITLE = re.compile(
    r"[。;；|?？›»]|>(?!的)|根据|按照|现将|公布如下|要求|首页|位置[:：]|上一篇|下一篇|上一条|下一条|相关|附件|点击|下载|浏览|https?:"
)
_RUBRIC = re.compile(r"^[\[【(][^\[\]【】()]{2,10}[\]】)]")  # 【年度报告】 before a name
# An office that is of no area, or the rest of a name: what is missing stands on the line above.
_HEADLESS = re.compile(r"(?:[省市县区镇乡州旗]|街道|人民|政府|自治)")
_MARKDOWN = re.compile(r"^(?:#{1,6}\s*|title:\s*)", re.IGNORECASE)  # as tools that turn pages into text leave it
_CRUMB = re.compile(r"[›»→]|^[^<]*>|(?:当前|所在|您的|你的|现在的)位置|^\s*首页")
_BRANCHES = re.compile(r"[>›»→]")


class Title(msgspec.Struct, frozen=True):
    """A title as written, and the agency and year in it; it has at least one of the two."""

    words: str
    agency: str | None
    year: int | None


def lines_above(before: str) -> list[str]:
    """Return the lines in which a title or a name may stand: neither blank nor a trail of links (`首页 > 政务公开`)."""
    lines: list[str] = []
    after_branch = False
    for line in before.splitlines():
        words = _MARKDOWN.sub("", line.strip())
        if not words:
            continue
        if not after_branch and not _CRUMB.search(words):
            lines.append(words)
        after_branch = _BRANCHES.search(words[-1]) is not None
    return lines if len(lines) <= 2 * _MOST_LINES else lines[:_MOST_LINES] + lines[-_MOST_LINES:]


def find_titles(lines: Sequence[str]) -> list[Title]:
    """Return what can be the title, in reading order: those that name agency and year, or else all."""
    found = list(_candidates(lines))
    return [title for title in found if title.agency and title.year] or found


def _candidates(lines: Sequence[str]) -> Iterator[Title]:
    alone = [(index, title) for index, line in enumerate(lines) if (title := title_on(line))]
    if any(title.agency and title.year for _, title in alone):
        yield from (_fullest((title, _joined(lines, index, 2))) for index, title in alone)
        return
    yield from (title for _, title in alone)
    for index in range(1, len(lines)):
        titles = [title for count in (2, 3) if (title := _joined(lines, index, count))]
        if titles:
            yield _fullest(titles)
    for line in lines:
        if "|" in line or "\t" in line:
            yield from (title for cell in re.split(r"[|\t]", line) if (title := title_on(cell)))


def _joined(lines: Sequence[str], last: int, count: int) -> Title | None:
    """The title that `count` lines are, up to `last`; its agency must look like one: above it a menu may stand."""
    parts = lines[last - count + 1 : last + 1] if last >= count - 1 else ()
    if not parts or any(len(line) > _LONGEST_TITLE or _NO_TITLE.search(line) for line in parts):
        return None
    title = title_on("".join(parts))
    return title if title is not None and (title.agency is None or is_a_body(title.agency)) else None


def _fullest(titles: Iterable[Title | None]) -> Title:
    """Of titles with the same last line the one that says most; of equals the first, with the fewest lines."""
    return max(filter(None, titles), key=lambda title: (_names_whole(title.agency), title.year is not None))


def _names_whole(agency: str | None) -> int:
    """0 for no agency, 1 for an office of no area or the rest of a name, 2 for a whole name."""
    if agency is None:
        return 0
    headless = level_of(agency) == "department" or _HEADLESS.match(agency) is not None
    return 1 if headless and region_of(agency) is None else 2


def title_on(line: str) -> Title | None:
    """Return the title that a line is, or None."""
    if len(line) > 2 * _LONGEST_TITLE or "公开" not in folded(line):
        return None
    line = _BEHIND.sub("", _LABEL.sub("", line))
    whole = folded(in_digits(line))
    if len(whole) > _LONGEST_TITLE or _NO_TITLE.search(whole):
        return None
    half = len(whole) // 2
    if whole[:half] == whole[half:]:
        return title_on(line[: len(line.strip()) // 2])
    found = _TITLE.match(_YEAR.sub(_YEAR_MARK, _DATED.sub("", whole)))
    if found is None:
        return None
    behind = trimmed((found["behind"] or "").replace(_YEAR_MARK, ""))
    agency = _agency(found["agency"]) or _agency(found["inner"] or "") or (behind if is_a_body(behind) else None)
    year = _year(whole)
    return Title(re.sub(r"\s+", " ", line.strip()), agency, year) if agency or year else None


def _agency(words: str) -> str | None:
    name = trimmed(_RUBRIC.sub("", words.replace(_YEAR_MARK, "")))
    half = len(name) // 2
    if half >= 3 and name[:half] == name[half:]:
        name = name[:half]
    return name if len(name) >= 2 and re.search(r"[一-鿿]{2}", name) and not stands_for_no_name(name) else None


def _year(whole: str) -> int | None:
    """The one year of a title; that outside its brackets before one within."""
    whole = _DATED.sub("", whole)
    for text in (_IN_BRACKETS.sub("", whole), whole):
        years = set(_YEAR.findall(text))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None
