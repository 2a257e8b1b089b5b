"""A plain page of a government site: header, navigation, the report with real tables, footer."""

from __future__ import annotations

from html import escape

from tests.making.grids import Grid, GridCell, grid_of
from tests.making.labels import SECTIONS
from tests.making.truth import Truth

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}_{agency}</title>
<style>td {{ border: 1px solid #666; text-align: center; }} .nav li {{ display: inline; }}</style>
<script>function zoom(n) {{ document.getElementById("zoom").style.fontSize = n + "px"; }}</script>
</head>
<body>
<div class="header"><a href="/">{agency}门户网站</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li>\
<li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 政府信息公开年报</div>
<div class="article">
<h1>{title}</h1>
<div class="meta">{dateline}字体：<a href="javascript:zoom(18)">大</a> <a href="javascript:zoom(16)">中</a></div>
<div id="zoom">
{body}
</div>
</div>
<div class="footer"><p>主办单位：{agency}&nbsp;&nbsp;网站标识码：0000000000</p><p><a href="/map/">网站地图</a></p></div>
</body>
</html>
"""


def _cell(cell: GridCell) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f"<td{spans}><p><span>{escape(cell.text) or '&nbsp;'}</span></p></td>"


def _table(grid: Grid) -> str:
    rows = "\n".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in grid.rows)
    return f'<table cellspacing="0" cellpadding="0"><tbody>\n{rows}\n</tbody></table>'


def _paragraphs(prose: str) -> list[str]:
    return [f"<p>&emsp;&emsp;{escape(line)}</p>" for line in prose.split("\n") if line]


def page(truth: Truth, charset: str) -> str:
    """The whole page; `charset` is what its meta element declares."""
    body = _paragraphs(truth.preamble)
    for number, heading in SECTIONS.items():
        if number not in truth.sections:
            continue
        body += [f"<p><strong>{heading}</strong></p>", *_paragraphs(truth.sections[number])]
        if grid := grid_of(truth, number):
            body.append(_table(grid))
    body += _paragraphs(truth.tail)
    day = f"发布时间：{truth.published_on.isoformat()} 来源：{escape(truth.agency)} " if truth.published_on else ""
    return PAGE.format(
        charset=charset,
        title=escape(truth.title),
        agency=escape(truth.agency),
        dateline=day,
        body="\n".join(body),
    )
