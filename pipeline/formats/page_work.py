"""Bounds what a web page costs before it is parsed: three shapes take the parser the square of their size.

Elements in elements, since each block looks for what it closes; styles that are never closed, since each block opens
all of them anew; attributes of one element, since each is compared with all before it. No person makes such pages.
"""

import re
from collections import Counter, defaultdict

from pipeline.errors import FormatTooComplex

_TAG = re.compile(r"<(/?)([a-z][^\s/>]{0,40})([^>]{0,200})", re.IGNORECASE)
_STYLES = frozenset(["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"])
_STYLE_TAG = re.compile(rf"<(?:{'|'.join(sorted(_STYLES))})\b[^>]{{0,200}}", re.IGNORECASE)
_ALIKE = 3  # of styles written alike no more than three are opened anew
_NEVER_DEEP = frozenset([
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p", "param",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
])  # fmt: skip
_MOST_STEPS = 200_000_000  # 1 to 4 s of the parser's time
_STEPS_OF_STYLE = 200  # opening one anew takes as long as so many looks at an element
_MANY_TAGS = 20_000  # fewer cannot nest so deeply
_LONG_TAG = re.compile(r"<[a-z][^<>]{40000,}", re.IGNORECASE)
_MOST_ATTRIBUTES = 10_000
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_MOST_CELLS = 200_000  # each is kept with its place; a report has some hundreds


def check_work(markup: str) -> None:
    """Raise `FormatTooComplex` where the parser would work for long on `markup`; a page of a person costs no time."""
    if any(len(tag[0].split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(markup)):
        raise FormatTooComplex(format="HTML", reason=f"元素的属性超过 {_MOST_ATTRIBUTES} 个 attributes of one element")
    tags = markup.count("<")
    if tags > _MOST_CELLS and len(_CELL.findall(markup)) > _MOST_CELLS:
        raise FormatTooComplex(format="HTML", reason=f"超过 {_MOST_CELLS} 个单元格 cells")
    styles = len(set(_STYLE_TAG.findall(markup))) * _ALIKE
    if (tags > _MANY_TAGS or tags * styles * _STEPS_OF_STYLE > _MOST_STEPS) and _steps(markup) > _MOST_STEPS:
        raise FormatTooComplex(format="HTML", reason="元素嵌套过深 elements nest too deeply")


def _steps(markup: str) -> int:
    """About how many steps the parser takes at the starts of elements; more where elements are not closed."""
    steps = depth = styles = 0
    opened: defaultdict[str, list[str]] = defaultdict(list)
    alike: Counter[str] = Counter()
    for closing, written, rest in _TAG.findall(markup):
        name = written.lower()
        if name not in _STYLES:
            steps += 0 if closing else styles * _STEPS_OF_STYLE
        elif not closing:
            styles += alike[rest] < _ALIKE
            alike[rest] += 1
            opened[name].append(rest)
        elif opened[name]:
            closed = opened[name].pop()
            alike[closed] -= 1
            styles -= alike[closed] < _ALIKE
        if name not in _NEVER_DEEP:
            depth = max(0, depth - 1) if closing else depth + 1
        steps += depth
    return steps
