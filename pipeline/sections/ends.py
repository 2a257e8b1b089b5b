"""Where a report ends: before its signature, its annexes and what the web page puts below it."""

import re

from pipeline.characters import folded
from pipeline.metadata import date_written, is_a_body, title_on

_LONGEST_LAST = 200_000  # the longest real section 6 has some 3,000 characters
_LONGEST_NAME = 40
_LONGEST_CLOSING = 200
_MOST_SIGNERS = 3  # lines
_EDGES = " \t\u3000|[]【】()（）<>《》—-_*·"

# Words of buttons; a line of nothing else is the page's.
_BUTTONS = (
    "打印|关闭|收藏|分享|纠错|返回|返回顶部|回到顶部|返回首页|返回列表|返回上一页|顶部|TOP|top|大|中|小|字体|字号|微信|微信好友|微博|新浪微博|腾讯微博"
    "|QQ|QQ空间|QQ好友|朋友圈|百度贴吧|人人网|豆瓣|复制链接|更多|本页|此页|本文|页面|窗口|手机端入口|手机版|无障碍|无障碍浏览|无障碍阅读|我要纠错|找错|评论|点赞|首页|尾页|上一页|下一页|正文|文章|此文|全文|我要分享|确认|取消|×|X|END"
    "|完|全文结束|微信公众号|智能问答|站点地图|热门推荐|推荐阅读|延伸阅读|猜你喜欢"
)
# Beginnings of lines that are the page's, whatever follows.
_PAGE_WORDS = (
    "扫一扫|微信扫一扫|用(?:微信|手机)扫|扫描二维码|扫码|分享[到至]?(?:[:：]|微信|朋友圈|微博|新浪|QQ|$)|上一篇|下一篇|上一条|下一条|[上下前后]一?[篇条][:：]|相关(?:阅读|文章|信息|链接|新闻|解读|文件|稿件|附件|推荐|报道)(?:$|[:：|])"
    "|友情链接|网站地图|网站声明|网站首页|网站支持|关于我们|联系我们|版权声明|隐私(?:声明|保护|政策)|法律声明|适老化|长者(?:版|模式)|政府网站(?:找错|标识码)|网站标识码"
    "|(?:主办|承办|协办|主管|维护)(?:单位|方)?[:：]|技术支持[:：]|版权所有|[Cc]opyright|COPYRIGHT|©|您是第|您的浏览器|(?:建议|推荐)(?:您)?使用.{0,30}浏览器|涉密文件严禁"
    "|(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?[:：]\\d*|(?:责任|执行|网站)?编辑(?:人)?(?:[:：]|$)|(?:监审|审核|初审|复审|复核|终审|校对|审签|签发|供稿|撰稿|录入|责编|[一二三]审(?:[一二三]校)?)(?:人|人员)?(?:[:：]|$)"
    "|(?:信息|稿件|文章)?来源[:：]|稿源[:：]|作者[:：]|(?:发布|更新|生成|发表)(?:时间|日期|人|单位|机构)[:：]|字[体号][:：]|关键[词字][:：]|(?:联系|单位|办公)?地址[:：].*(?:邮编|电话)"
    "|您访问的链接|(?:您)?(?:当前|现在|所在)的?位置[:：]|Produced [Bb]y|中文域名[:：]|(?:总|今日|本站|累计)访问|公安(?:机关)?备案|(?:国务院|[省市县区州各][^无未没有]{0,6})(?:部门|政府|单位|直|县|区)网站$"
)
_PAGE_LINE = re.compile(
    rf"(?:{_PAGE_WORDS})|(?:(?:{_BUTTONS})[\s、,，/|:：\[\]【】()（）]*)+$|.*(?:ICP备|公网安备|版权所有|网站标识码|\S\s+供稿$)"
)
_ANNEX = re.compile(
    r"附\s*[件表]?\s*[一二三四五\d]{0,2}\s*(?:$|[:：.、])|附\s*[件表]\s*[一二三四五\d]{1,2}[^。]{0,60}$|附件(?:下载|列表|材料)[^。]{0,40}$"
    r"|[七八九十]\s*[、.．]\s*附[件表]|[^。；;]{1,80}\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)(?:下载)?$"
)
# A seal behind the name of who signs, a label before it.
_AROUND_NAME = re.compile(r"\((?:盖章|公章|章|印章)\)$|^(?:报告|填报|编制)?(?:单位|机关|机构):")
_NO_TEXT = re.compile(r"此页无正文|[-—–]+\d{1,3}[-—–]+|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|P\.?\d{1,3}")


def report_end(text: str, body: int, limit: int) -> int:
    """Return where the section whose text begins at `body` ends, at most `limit`; trailing blanks are left out."""
    lines: list[tuple[int, int]] = []
    signed = False
    position = body
    for line in text[body : min(limit, body + _LONGEST_LAST)].splitlines(keepends=True):
        words = line.strip().strip(_EDGES)
        if words and (_closes(words) or (signed := _is_signature(words))):
            break
        if words:
            lines.append((position, position + len(line)))
        position += len(line)
    return _before_name(text, lines, signed=signed) if lines else body


def _closes(words: str) -> bool:
    if len(words) > _LONGEST_CLOSING:
        return False
    return bool(_PAGE_LINE.match(words) or _ANNEX.match(words) or title_on(words))


def _is_signature(words: str) -> bool:
    """A date alone, or behind the name of a body."""
    if len(words) > _LONGEST_NAME:
        return False
    found = date_written(words)
    return found is not None and (not found[0] or is_a_body(found[0]))


def _before_name(text: str, lines: list[tuple[int, int]], *, signed: bool) -> int:
    """The end of the last line that is no signing body's name; without a date one must follow a whole sentence."""
    for _ in range(_MOST_SIGNERS):
        if len(lines) < 2:
            break
        words = _AROUND_NAME.sub("", folded(text[slice(*lines[-1])]).strip("|")).strip("()")
        sure = signed or text[slice(*lines[-2])].rstrip().endswith("。")
        if not _NO_TEXT.fullmatch(words) and not (sure and is_a_body(words)):
            break
        lines.pop()
    return lines[-1][1]
