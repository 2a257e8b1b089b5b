"""What the six sections are called: the form's wordings exactly, others only where a numeral says which section it is."""

import re

from pipeline.characters import letters, longest_of
from pipeline.form import SECTIONS, Section

NUMERALS = "一二三四五六"
_LONGEST_TITLE = 60  # characters, spaces included
_LONGEST_LOOSE = 30
_BY_WORDING = {letters(wording): section for section in SECTIONS for wording in section.wordings}
_WORDINGS = sorted(_BY_WORDING, key=len, reverse=True)
_BEGINNINGS = {wording[:length] for wording in _WORDINGS for length in range(len(wording))}

# All titles end in a few words; a line without one, and without a numeral, needs no closer look.
ENDINGS = "|".join(sorted({rf"{wording[-2]}[^\w\n]*{wording[-1]}" for wording in _WORDINGS}))
#: A title at the beginning of a text, however its characters are parted.
SPACED_TITLE = longest_of(_WORDINGS, between=r"[^\w\n|]{0,3}")

# Wordings that are no title by themselves, by the number of the section whose numeral must stand before them.
_LOOSE = {
    1: re.compile(
        r"(?:20\d\d年度?)?(?:\w{0,12}总体\w{0,8}|\w{0,10}(?:概述|概况|基本情况)|\w{0,16}工作(?:开展|推进|进展)?情况)"
    ),
    2: re.compile(r"\w{0,10}主动公开\w{0,12}(?:情况表?|信息|工作)|主动公开"),
    3: re.compile(r"\w{0,14}(?:申请|收到和处理)\w{0,14}情况表?"),
    4: re.compile(r"\w{0,20}(?:复议|诉讼)\w{0,16}"),
    5: re.compile(r"\w{0,12}(?:存在|主要|突出)\w{0,6}(?:问题|不足|困难)\w{0,14}|问题\w{0,4}改进\w{0,4}"),
    6: re.compile(r"(?:其他|其它)(?!处理|结果)\w{0,12}|\w{0,4}(?:报告|说明)的?\w{0,6}(?:事项|情况)"),
}
_SENTENCE = re.compile(r"[。;；|\t]|[,，](?!.*情况$)")


def section_titled(words: str) -> Section | None:
    """Return the section that has these words as its title; marks and spaces do not count."""
    return _BY_WORDING.get(letters(words)) if len(words) <= _LONGEST_TITLE else None


def section_meant(words: str, number: int) -> Section | None:
    """Return section `number` if these words, which stand behind its numeral, can only be a title of it."""
    if len(words) > _LONGEST_TITLE or _SENTENCE.search(words):
        return None
    plain = letters(words)
    fits = len(plain) <= _LONGEST_LOOSE and _LOOSE[number].fullmatch(plain)
    return SECTIONS[number - 1] if fits else None


def begins_a_title(words: str) -> bool:
    """Say whether these words could be a title whose rest stands on the next line; no words at all could."""
    return len(words) <= _LONGEST_TITLE and letters(words) in _BEGINNINGS
