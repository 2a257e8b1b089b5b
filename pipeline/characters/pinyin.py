"""Takes out the pinyin that script converters leave behind a character: `數(shù)量` is 數量, `(km)` stays."""

import re
from functools import lru_cache

_MARKED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_PLAIN = "a-zɑɡü"  # some fonts' pinyin has its own a and g
_COMBINED = "[\u0300\u0301\u0304\u030c]"
_SYLLABLE_MARKED = rf"[{_PLAIN}]{{0,4}}(?:[{_MARKED}]|[{_PLAIN}]{_COMBINED})[{_PLAIN}]{{0,4}}"
_SYLLABLE_PLAIN = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|iong|iu|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve|ü|üe)"
)


_TONE = re.compile(f"[{_MARKED}\u0300\u0301\u0304\u030c]")
_MANY = 5  # syllables with a tone mark, before one without is taken for pinyin too: (de), (le)


def without_pinyin(text: str) -> str:
    """Return `text` without bracketed pinyin behind single characters; without tone marks only where many have them."""
    if not _TONE.search(text):
        return text
    sure, times = _behind_a_character(_SYLLABLE_MARKED).subn("", text)
    if times < _MANY:
        return sure
    return _behind_a_character(f"(?:{_SYLLABLE_MARKED}|{_SYLLABLE_PLAIN})").sub("", text)


@lru_cache(maxsize=2)
def _behind_a_character(syllable: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[㐀-鿿])(?:[(（] ?{syllable} ?[)）])+")
