"""What stands around the report in a page: a site's chrome, layout tables, Word's and WPS's own heads."""

from __future__ import annotations

import random

_DECLARED = '<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
_MENU = ("首页", "新闻中心", "政务公开", "办事服务", "互动交流", "数据开放")
_SCRIPT = '<script>function zoom(n) {{ if (n < 12 && n > 0) document.write("<td>" + n + "</td>"); }}</script>'
_FOOT = "主办单位：示范市人民政府办公室 网站标识码：0000000000 联系电话：0000-0000000"


def _shown(html: str) -> str:
    return html.replace("{{", "{").replace("}}", "}")


def site(draw: random.Random, title: str, body: str) -> str:
    """A government site: menu, breadcrumbs, side bar, footer."""
    menu = "".join(f'<li><a href="/{index}/">{name}</a></li>' for index, name in enumerate(_MENU))
    side = "".join(f"<li><a href='#'>{year}年政府信息公开工作年度报告</a></li>" for year in range(2016, 2019))
    sidebar = f"<ul class=side>{side}</ul>" if draw.random() < 0.3 else ""
    return (
        f"<!DOCTYPE html>\n<html lang='zh'><head>{_DECLARED}<title>{title}</title><style>td {{ color: #333 }}</style>"
        f"{_shown(_SCRIPT)}</head><body><div id=top><ul>{menu}</ul></div>"
        f"<div class=crumbs>当前位置：<a href='/'>首页</a> &gt; 政务公开 &gt; 政府信息公开年报</div>"
        f"<div class=article><h1>{title}</h1><div class=text>{body}</div></div>{sidebar}"
        f"<div class=footer><p>{_FOOT}</p></div></body></html>"
    )


def nested(_draw: random.Random, title: str, body: str) -> str:
    """An old site: everything in tables inside tables."""
    menu = "".join(f"<td width=80><a href='#'>{name}</a></td>" for name in _MENU)
    return (
        f"<html><head>{_DECLARED}<title>{title}</title></head><body bgcolor=#ffffff>"
        f"<table width=1000 align=center><tr><td><table><tr>{menu}</tr></table></td></tr>"
        f"<tr><td><table><tr><td width=200 valign=top><table><tr><td>栏目导航</td></tr><tr><td>公开指南</td></tr>"
        f"<tr><td>公开年报</td></tr></table></td><td><table width=780><tr><td><b>{title}</b></td></tr>"
        f"<tr><td>{body}</td></tr></table></td></tr></table></td></tr>"
        f"<tr><td><table><tr><td>{_FOOT}</td></tr></table></td></tr></table></body></html>"
    )


def word(_draw: random.Random, title: str, body: str) -> str:
    """A document saved from Word as a web page."""
    return (
        "<html xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office' "
        f"xmlns:w='urn:schemas-microsoft-com:office:word'><head>{_DECLARED}<meta name=Generator content='Microsoft Word 15'>"
        f"<!--[if gte mso 9]><xml><o:DocumentProperties><o:Pages>7</o:Pages></o:DocumentProperties></xml><![endif]-->"
        f"<title>{title}</title><style><!-- p.MsoNormal {{mso-style-parent:''; margin:0cm;}} --></style></head>"
        f"<body lang=ZH-CN><div class=WordSection1 style='layout-grid:15.6pt'>{body}</div></body></html>"
    )


def wps(_draw: random.Random, title: str, body: str) -> str:
    """A fragment pasted from WPS into a site's editor: no head but the declaration."""
    return (
        f"{_DECLARED}<DIV class=TRS_Editor><!--[if gte mso 9]><xml><w:LsdException Locked='false'/></xml><![endif]-->"
        f'<P class="p" style="mso-char-indent-count:2">{title}</P>{body}</DIV>'
    )
