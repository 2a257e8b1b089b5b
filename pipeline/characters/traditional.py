"""Traditional characters: whole texts by OpenCC's phrases, single ones by its table. Both keep every place as it was.

OpenCC is loaded when the first traditional character comes, since most reports hold none. What it is asked about is
what GB2312, the character set of simplified texts, does not have.
"""

import re
from collections.abc import Callable
from functools import lru_cache

_LEAST_SHARE = 0.1  # in traditional prose a third of the characters differ from the simplified ones
_SAMPLE = 200_000
_CHINESE = re.compile("[㐀-鿿]+")
_GB2312_ROWS, _GB2312_CELLS = range(0xB0, 0xF8), range(0xA1, 0xFF)
_GB2312 = frozenset(bytes(b for row in _GB2312_ROWS for cell in _GB2312_CELLS for b in (row, cell)).decode("gb18030"))
# Traditional characters that GB2312 has as well: some in no simplified word, others in names (乾县, 於潜) and in 覆盖.
_NEVER_SIMPLIFIED = {"後": "后", "徵": "征"}
_SOMETIMES_SIMPLIFIED = {"乾": "干", "於": "于", "覆": "复"}
_MARKS = frozenset(map(chr, (*range(0x100), *range(0x2000, 0x2040), *range(0x3000, 0x3020), *range(0xFF00, 0xFF60))))
_FAMILIAR = _GB2312 | _MARKS
_FAMILIAR_TO_NAMES = _FAMILIAR.difference(_NEVER_SIMPLIFIED)
_FAMILIAR_TO_LETTERS = _FAMILIAR_TO_NAMES.difference(_SOMETIMES_SIMPLIFIED)
_ONLY_IN_NAMES = frozenset("昇氾濛菴蘋")  # not in GB2312, yet in simplified names (氾水镇); OpenCC would change them
# What OpenCC gets wrong: 覆議 is written for 復議 (reconsideration), and places keep 乾.
_RECONSIDERATION = ("覆议", "复议")
_QIAN_IN_NAMES = re.compile("乾(?=[縣县安務务潭元佑祐州封])")


def fold_stray(text: str) -> str:
    """Return `text` with each traditional character folded for itself; 乾, 於 and 覆 stay."""
    return _fold(text, _FAMILIAR_TO_NAMES, _NEVER_SIMPLIFIED)


def fold_all(text: str) -> str:
    """Return `text` with each traditional character folded for itself, and 乾, 於 and 覆 too: names are damaged."""
    return _fold(text, _FAMILIAR_TO_LETTERS, _NEVER_SIMPLIFIED | _SOMETIMES_SIMPLIFIED)


def simplified(text: str) -> str:
    """Return `text` in simplified characters, each place as it was; a simplified text comes back as it is.

    Only a text that is written in traditional characters is converted by words. In others stray characters are
    folded each for itself, so that sentences and labels read as one: 乾县 must not become 干县 for one 縣 beside it.
    """
    unfamiliar = _unfamiliar(text, _FAMILIAR_TO_NAMES)
    if not unfamiliar:
        return text
    return _converted(text) if _is_traditional(text[:_SAMPLE], unfamiliar) else fold_stray(text)


def _is_traditional(sample: str, unfamiliar: str) -> bool:
    return sum(map(sample.count, unfamiliar)) >= _LEAST_SHARE * sum(map(len, _CHINESE.findall(sample)))


def _unfamiliar(text: str, familiar: frozenset[str]) -> str:
    """The Chinese characters of `text` that are not in `familiar`, each once."""
    return "".join(_CHINESE.findall("".join(set(text).difference(familiar))))


def _converted(text: str) -> str:
    converted = _conversion()(text)
    if len(converted) != len(text):  # OpenCC's phrases keep it; should one not, single characters do
        return fold_stray(text)
    converted = converted.replace(*_RECONSIDERATION)
    pieces, end = [], 0
    for name in _QIAN_IN_NAMES.finditer(text):
        pieces += [converted[end : name.start()], "乾"]
        end = name.end()
    return "".join([*pieces, converted[end:]])


def _fold(text: str, familiar: frozenset[str], of_gb2312: dict[str, str]) -> str:
    if familiar.issuperset(text):  # nearly always, and quick
        return text
    unfamiliar = _unfamiliar(text, familiar)
    if not unfamiliar:
        return text
    for written, meant in of_gb2312.items():
        text = text.replace(written, meant)
    return text if _GB2312.issuperset(unfamiliar) else text.translate(_single_characters())


@lru_cache(maxsize=1)
def _conversion() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415  28 ms and 7 MB that a simplified report does not need

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@lru_cache(maxsize=1)
def _single_characters() -> dict[int, str]:
    """Each character that no simplified text has → its simplified form, as OpenCC converts it alone."""
    kept = _GB2312 | _ONLY_IN_NAMES
    foreign = [c for c in map(chr, range(0x3400, 0xA000)) if c not in kept]
    alone = _conversion()("\n".join(foreign)).split("\n")
    return {ord(one): other for one, other in zip(foreign, alone, strict=True) if one != other and len(other) == 1}
