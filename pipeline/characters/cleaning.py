"""Makes one character of those that look alike or are not seen. Width, script and wording stay as they were written."""

import itertools
import re
import unicodedata

from .pinyin import without_pinyin

# Each block of the radicals supplement with its ideographs, from Unicode's EquivalentUnifiedIdeograph; PDF files use
# them in place of the characters that look the same. U+2E80 and U+2E9A have none.
_LOOK_ALIKES = {
    0x2E81: "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵",
    0x2E9B: "旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门"
            "𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
    0x31D0: "一丨丿",
}  # fmt: skip
_COMPATIBILITY = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))  # Kangxi radicals, ideographs
_INVISIBLE = (
    (0x00, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0xFEFF),
    range(0x180B, 0x1810),  # Mongolian variation selectors and vowel separator
    range(0x200B, 0x2010),  # zero width, joiners, direction
    range(0x202A, 0x202F),  # direction
    range(0x2060, 0x2070),
    range(0xFE00, 0xFE10),  # variation selectors
    range(0xFFF9, 0xFFFC),  # interlinear annotation
    range(0xE0000, 0xE01F0),  # tags, variation selectors
)
# Controls are spaces and not nothing: Word ends its cells with U+0007, and two figures must not become one.
# U+E5E5 is what GB18030 makes of a full-width space in the old Windows encoding.
_SPACES = (
    range(0x01, 0x09), range(0x0E, 0x20), range(0x7F, 0xA1), range(0x2000, 0x200B),
    (0x1680, 0x202F, 0x205F, 0x2800, 0x3000, 0x3164, 0xFFA0, 0xE5E5),
)  # fmt: skip
_LINE_ENDS = (0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
_LOST = range(0xD800, 0xE000)  # halves of a character
# The blocks of all these; written out, since a pattern of single characters beyond the BMP is slow.
_TO_CHANGE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u2e81-\u2fd5\u3000\u3164\u31d0-\u31d2\ud800-\udfff\ue5e5\uf900-\ufaff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0002f800-\U0002fa1f\U000e0000-\U000e01ef]"
)


def _table() -> dict[str, str]:
    unified = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in itertools.chain(*_COMPATIBILITY)}
    return {
        **unified,
        **{chr(first + i): c for first, ideographs in _LOOK_ALIKES.items() for i, c in enumerate(ideographs)},
        **{chr(code): " " for code in itertools.chain(*_SPACES)},
        **{chr(code): "" for code in itertools.chain(*_INVISIBLE)},
        **dict.fromkeys(map(chr, _LOST), "\ufffd"),
        **dict.fromkeys(map(chr, _LINE_ENDS), "\n"),
    }


_TABLE = _table()


def clean(text: str) -> str:
    """Return `text` with LF line ends, plain spaces, and unified ideographs in place of radicals and look-alikes.

    Invisible characters, and the pinyin that a converter left in brackets, are gone. Cleaning twice changes nothing.
    """
    return without_pinyin(_TO_CHANGE.sub(_changed, text.replace("\r\n", "\n")))


def _changed(found: re.Match[str]) -> str:
    return _TABLE.get(found[0], found[0])
