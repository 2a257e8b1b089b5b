"""Whether a section says if information processing fees were collected, in whatever words."""

import re

from pipeline.characters import folded

_TITLES_OF_RULES = re.compile(r"[《<〈][^》>〉]{0,80}[》>〉]")
# Years, dates and numbers of documents are no sums, and having nothing else to report says nothing of fees.
_NO_STATEMENT = re.compile(
    r"[〔\[﹝(]20\d\d[〕\]﹞)]?\d*号?|20\d\d年(?:度)?|\d{1,2}月(?:\d{1,2}日)?|(?:无|没有)(?:其他|其它)?(?:需要?|应当)?报告的?(?:其他|其它)?(?:事项|情况)"
)
_FEE_STATEMENT = re.compile(
    r"(?:未|没有|无(?!法|论|关|效)|不(?!断|仅|但|得|同|足|合|符)|零|免)[^。;；]{0,30}?(?:收取|收费|征收|收缴|缴纳|费用|处理费|产生)"
    r"|免费|(?:收取|征收|收缴|产生|共收|收到)[^。;；]{0,40}?(?:\d|[一二三四五六七八九十百千万零]+)\s*(?:万?元|笔|件)"
    r"|(?:处理费|费用|收费|收取)[^。;；]{0,20}?(?:\d|零|无|为0|情况[:：]?无)"
)
_FEE_WORD = re.compile(r"信息处理费|处理费|收费|费用|收取|费")


def states_fees(words: str) -> bool:
    """Return whether `words` say that fees were collected or were not; naming the rules on fees is no statement."""
    plain = _NO_STATEMENT.sub("", folded(_TITLES_OF_RULES.sub("", words)))
    return any(_FEE_WORD.search(each) and _FEE_STATEMENT.search(each) for each in re.split(r"[。;；]", plain))
