"""Which words can be the name of a body that reports: an agency, a government, or another that the rules oblige."""

import re
from collections import Counter

_NAME = re.compile(r"[一-鿿()、·〇]{2,40}")
_ENDS = re.compile(
    r"(?:局|委|办|厅|院|镇|乡|部|署|队|所|室|政府|街道|办事处|中心|公司|大学|学校|中学|小学|银行|联|处|站|馆|库|区|县|市|省|旗|州|盟|集团|园|场|团|会|社|校|台)$"
)
# We, our and this stand for a name; websites, menus and sentences end in such words too.
_NOT_A_NAME = re.compile(
    r"^(?:我|本(?!溪)|该|各|贵|由|局|委(?!员)|办|厅|院)|我[局委办厅县市区镇乡省院]|本(?:机关|单位|部门|局|级)|[^一-鿿()、·]|网站|门户|平台|信息公开|情况|报告|根据|按照|首页"
    r"|工作(?![委部局办联中站队])|^(?:新闻|服务|政务服务|互动|数据|融媒体)中心$|进行|严格|有关|相关|及时|要求|社会$|^(?:向|面向)|公布|编制"
)
_PREFIX = re.compile(r"^(?:[,，:：、·\-—_]|关于|的)+|(?:关于|的|年度|[,，:：、·\-—_])+$")
_SELF = re.compile(r"我(局|委|办(?!理|法|公)|厅|县|市|区|镇|乡|街道?|中心|旗|州|院|校|省|队|处|站|馆)")
_OFFICES = frozenset(("局", "委", "办", "厅", "院", "队", "处", "站", "馆", "中心"))
_SYNONYMS = {"办": ("办", "室"), "街道": ("街",)}


def is_a_body(words: str) -> bool:
    """Say whether folded `words`, all of them, look like the name of a body; 我局, menus and websites are none."""
    return _NAME.fullmatch(words) is not None and _ENDS.search(words) is not None and not _NOT_A_NAME.search(words)


def stands_for_no_name(words: str) -> bool:
    """Say whether folded `words` only point at the agency (`我局`, `本机关`) or come from a menu."""
    return re.match(r"我|本(?!溪)|该|各", words) is not None or "首页" in words


def trimmed(words: str) -> str:
    """Return folded `words` without the marks and particles around a name."""
    return _PREFIX.sub("", words.strip("()[]<>《》“”\"' |"))


def contradicts(name: str, text: str) -> bool:
    """Say whether `text` calls its agency what `name` cannot be: 我局 is not a town."""
    called = Counter(_SELF.findall(text))
    if not called:
        return False
    # A bureau speaks of its county too, so its own word weighs more.
    most = max(called, key=lambda word: (called[word] * (2 if word in _OFFICES else 1), word))
    return not any(each in name for each in _SYNONYMS.get(most, (most,)))
