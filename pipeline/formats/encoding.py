"""Bytes to characters, without guessing: an encoding is taken only when it fits the whole file and reads as Chinese."""

import codecs
import re
from collections import Counter

import msgspec

from pipeline.errors import EncodingUnknown

# The commonest characters of Chinese prose and of these reports, in both scripts. GB18030 decodes nearly any bytes, so
# what it gives must look like Chinese: in real text these make up well over a fifth of all Chinese characters, in what
# a wrong encoding makes of it hardly any.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经政府信息公开申请报告数量总计结果其他情况本机关行政部门管理服务件规定"
    "這為個國時來們於對會發動過說產種後學經開請報數總結況機關門務規"
)
_COMMON_SHARE = 0.15
_MOJIBAKE_SHARE = 0.05  # below it, many Chinese characters are no Chinese, though the bytes are valid UTF-8
_MOJIBAKE_LEAST = 200
_PLAUSIBLE = re.compile(
    r"[\t\n\r\x20-\x7e\xa0-\xbf×÷\u2000-\u27ff\u3000-\u303f\u4e00-\u9fff\ufe30-\ufe6f\uff00-\uffef]"
)
_SURELY_CHINESE = re.compile("政府信息公[开開]")
_SAMPLE_BYTES = 262_144
_DAMAGED_SHARE = 0.001
_DAMAGED_LEAST = 3  # one broken byte costs up to three characters
# What a file holds that another program already read with the wrong encoding: a replacement, or its bytes as GBK.
_SCARS = ("\ufffd", "锟斤拷")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python's name of a declared charset → the widest encoding of its family; others, say iso-8859-1, are never Chinese.
_WIDEST = {
    **dict.fromkeys(["gb2312", "gbk", "gb18030", "hz"], "gb18030"),
    **dict.fromkeys(["big5", "big5hkscs", "cp950"], "big5hkscs"),
}


class Decoded(msgspec.Struct, frozen=True):
    """A file's characters, no NUL and no surrogate among them.

    `encoding` is Python's name of it. `doubtful` says that some characters are lost (U+FFFD stands for them) or that
    the whole was garbled before it came to us: figures beside such places may not be what was meant (rule P-004).
    """

    text: str
    encoding: str
    doubtful: bool


def decoded(data: bytes, declared: str | None = None) -> Decoded:
    """Return the characters of `data`.

    A byte order mark decides; else UTF-8 if the whole file is valid; else the encoding that fits the whole file and
    reads best as Chinese, `declared` before others. A character that the file's end cuts in two is dropped. Where
    nothing fits, up to one place in a thousand characters may be damaged. Raises `EncodingUnknown`.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    text = _whole(data, marked or "utf-8")
    if text:
        return _finished(text, marked or "utf-8")
    ranked = _ranked(data, [name for name in (marked, _widest(declared)) if name])
    for name in ranked:
        text = _whole(data, name)
        if text:
            return _finished(text, name)
    for name in ranked:
        text = _incremental(data, name, errors="replace")
        if text.count("\ufffd") <= max(_DAMAGED_LEAST, _DAMAGED_SHARE * len(text)):
            return _finished(text, name)
    raise EncodingUnknown


def marked_utf16(data: bytes) -> str | None:
    """Return the name of UTF-16 where `data` begins with its byte order mark, else None."""
    return next((name for mark, name in _MARKS if name.startswith("utf-16") and data.startswith(mark)), None)


def unmarked_utf16(data: bytes) -> str | None:
    """Return `utf-16-le` or `utf-16-be` where `data` is Chinese text so encoded without a mark, else None.

    To be asked before bytes are called binary for their NULs: in UTF-16 each digit and line end brings one.
    """
    sample = data[:_SAMPLE_BYTES]
    if b"\x00" not in sample:
        return None
    shares = {name: _chinese_share(_incremental(sample, name, errors="replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _COMMON_SHARE else None


def _ranked(data: bytes, first: list[str]) -> list[str]:
    """The encodings in which the beginning of `data` reads as Chinese, the best first; `first` win over equals."""
    utf16 = unmarked_utf16(data)
    names = dict.fromkeys([*first, "utf-8", "gb18030", "big5hkscs", "cp950", *([utf16] if utf16 else [])])
    sample = data[:_SAMPLE_BYTES]
    shares = {name: _chinese_share(_incremental(sample, name, errors="replace")) for name in names}
    return sorted((name for name in names if shares[name] >= _COMMON_SHARE), key=lambda name: -shares[name])


def _whole(data: bytes, name: str) -> str | None:
    """The text if `data` is valid up to a character cut at its end, else None."""
    try:
        return _incremental(data, name, errors="strict")
    except UnicodeDecodeError:
        return None


def _incremental(data: bytes, name: str, errors: str) -> str:
    codec = "utf-8-sig" if name == "utf-8" else name
    return codecs.getincrementaldecoder(codec)(errors).decode(data, final=False)


def _finished(text: str, name: str) -> Decoded:
    text = _SURROGATE.sub("\ufffd", text.replace("\0", ""))
    doubtful = any(scar in text for scar in _SCARS) or _is_mojibake(text[:_SAMPLE_BYTES])
    return Decoded(text, name.removesuffix("hkscs"), doubtful)


def _widest(declared: str | None) -> str | None:
    try:
        return _WIDEST.get(codecs.lookup(declared).name) if declared else None
    except (LookupError, ValueError):
        return None


def _chinese_share(text: str) -> float:
    """How much of what is not plain (Chinese characters, and such as no report holds) is common Chinese: 0 to 1."""
    common = chinese = odd = 0
    for character, times in Counter(text).items():
        if character in _COMMON:
            common += times
        elif "一" <= character <= "鿿":
            chinese += times
        elif not _PLAUSIBLE.match(character):
            odd += times
    return common / (common + chinese + odd) if common else 0.0


def _is_mojibake(text: str) -> bool:
    if _SURELY_CHINESE.search(text) or text.isascii() or len(text) < _MOJIBAKE_LEAST:
        return False
    return _chinese_share(text) < _MOJIBAKE_SHARE
