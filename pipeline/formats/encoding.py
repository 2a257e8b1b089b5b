"""Bytes to characters, without guessing: an encoding is taken only when it fits the whole file and reads as Chinese."""

import codecs

from pipeline.errors import EncodingUnknown

# The commonest characters of Chinese prose and of these reports. GB18030 decodes nearly any bytes, so what it gives
# must look like Chinese: in real text these make up well over a fifth of all Chinese characters.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经政府信息公开申请报告数量总计结果其他情况本机关行政部门管理服务件规定"
)
_COMMON_SHARE = 0.15
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding: `utf-8`, `utf-16`, `gb18030`, or the declared one.

    A byte order mark decides; else UTF-8 if the whole file is valid; else `declared` and then GB18030, each only if
    the whole file is valid and reads as Chinese. Raises `EncodingUnknown` when none fits.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError:
                raise EncodingUnknown from None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    for name in dict.fromkeys(filter(None, (_known(declared), "gb18030"))):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _reads_as_chinese(text):
            return text, name
    raise EncodingUnknown


def _known(declared: str | None) -> str | None:
    """Python's name for a declared charset; the GB family is one superset. None if it is unknown or not for text."""
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    return "gb18030" if name in {"gb2312", "gbk", "gb18030", "hz"} else name if name in {"big5", "cp950"} else None


def _reads_as_chinese(text: str) -> bool:
    chinese = [c for c in text[:200_000] if "一" <= c <= "鿿"]
    return bool(chinese) and sum(c in _COMMON for c in chinese) >= _COMMON_SHARE * len(chinese)
