"""Whose report it is where the title does not say: metadata table, preamble, signature; never the page around it."""

import re
from collections.abc import Iterator, Sequence

from pipeline.characters import folded

from .bodies import contradicts, is_a_body, trimmed
from .dates import date_written
from .titles import Title

_NEAR = 5_000  # characters before the first section in which preamble and metadata stand
_BEGUN = 600  # characters of section 1: some write the preamble there
_SIGNED = 1_500  # characters after the last section


def _labelled(*labels: str) -> re.Pattern[str]:
    spaced = "|".join(r"[ \t]{0,4}".join(label) for label in labels)
    return re.compile(rf"(?<![一-鿿])(?:{spaced})[】\]]?[ \t]*[:|\t\n][\s:|]{{0,8}}([^\s|,;。]{{2,40}})")


_PUBLISHER = _labelled(
    "发布机构", "发布单位", "发文机关", "发文机构", "发文单位", "公开机构", "公开责任部门", "公开主体", "制发机构",
    "制作机关", "编制机关", "责任单位", "责任部门", "信息提供单位",
)  # fmt: skip
_SOURCE = _labelled("信息来源", "稿件来源", "文章来源", "来源")
_ANY = re.compile(r"街道|街道办|(?:街道)?办事处|(?:人民)?政府|政府办|(?:政府)?办公室|管委会")  # no name of one body
_NAME = r"([一-鿿()·、]{2,30}?)"
_YEAR = r"(?:20\d\d(?:年度|年)?)?"
_PREAMBLE = (
    re.compile(
        rf"(?:现将|公布|发布|公开|编制了?|编写了?|形成了?|撰写了?|制作了?)[《“\"]?{_YEAR}{_NAME}(?:关于)?{_YEAR}(?:政府|政务|部门)?信息公开"
    ),
    re.compile(
        rf"(?:^|[,。;:]|要求|规定|精神)(?:现)?由?{_NAME}(?:结合实际|认真|组织|负责|现|特)?(?:编制|编写|撰写|制作|起草)"
        r"(?:了|完成)?(?:本|此|《|20\d\d|政府信息公开)"
    ),
    re.compile(rf"(?:报告|年报)(?:系|是)?由{_NAME}(?:根据|按照|依据|依照|负责|组织|结合|编制|编写|撰写|制作|起草)"),
    re.compile(rf"(?:^|[。\n]){_NAME}(?:根据|按照|依据|依照)《?(?:中华人民共和国)?政府信息公开条例"),
)


def find_agency(title: Title | None, lines: Sequence[str], before: str, opening: str, after: str) -> str | None:
    """Return the agency as its best source writes it; the texts are `in_digits`, `opening` begins the first section."""
    if title is not None and title.agency:
        return title.agency
    near = before[-_NEAR:]
    text = f"{near}{opening}"
    for name in _sources(title, lines, near, f"{near}\n{opening[:_BEGUN]}", after):
        if not _ANY.fullmatch(name) and not contradicts(name, text):
            return name
    return None


def _sources(title: Title | None, lines: Sequence[str], near: str, preamble: str, after: str) -> Iterator[str]:
    yield from _beside(title, lines)
    yield from _named(_PUBLISHER, near)
    yield from _in_preamble(preamble)
    yield from _in_signature(after[:_SIGNED])
    yield from _named(_SOURCE, near)


def _beside(title: Title | None, lines: Sequence[str]) -> Iterator[str]:
    """Names on the lines above and below the title."""
    if title is None:
        return
    at = next((index for index, line in enumerate(lines) if re.sub(r"\s+", " ", line) == title.words), None)
    if at is None:
        return
    for line in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]):
        name = folded(line)
        if len(name) >= 4 and is_a_body(name):
            yield name


def _named(label: re.Pattern[str], text: str) -> Iterator[str]:
    yield from (name for found in label.findall(text) if is_a_body(name := trimmed(folded(found))))


def _in_preamble(text: str) -> Iterator[str]:
    for line in text.splitlines():
        words = folded(line)
        for pattern in _PREAMBLE:
            found = pattern.search(words)
            if found is not None and is_a_body(name := trimmed(found[1])):
                yield name


def _in_signature(after: str) -> Iterator[str]:
    """A name on the line of a date, or on the line before it."""
    last = ""
    for line in filter(None, map(folded, after.splitlines())):
        found = date_written(line) if len(line) <= 60 else None
        if found is not None:
            yield from (name for words in (found[0], last) if is_a_body(name := trimmed(words)))
        last = line
