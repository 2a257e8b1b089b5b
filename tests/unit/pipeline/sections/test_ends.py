"""What stands below a report belongs to no section, and what stands in section 6 is not lost."""

import pytest

from tests.unit.pipeline.made import small

from .about import body

REST = "本年度未收取信息处理费。"


@pytest.mark.parametrize(
    "tail",
    [
        "青箬市水务局\n2024年1月12日",
        "- 5 -\n青箬市水务局\n2024年1月12日\n- 6 -",
        "青箬市水务局\n第 5 页\n2024年1月12日",
        "- 5 -",
        "青箬市水务局 2024年1月12日",
        "青箬市水务局\n二〇二四年一月十二日",
        "中共青箬市委宣传部\n青箬市水务局\n2024年1月",
        "（此页无正文）\n青箬市水务局\n2024-01-12",
        "青箬市水务局",
        "2024年1月12日",
        "附件:青箬市水务局统计表.xlsx",
        "附件1\n某项统计表\n规章 | 12 |",
        "附:政府信息公开统计表\n数据 12",
        "附件下载:统计表",
        "统计表.docx",
        "七、附件\n统计表",
        "监审:\n审核:\n编辑:",
        "监审：张三 审核：李四 编辑：王五",
        "责任编辑:张三",
        "初审:张三\n复审:李四\n终审:王五",
        "【打印】【关闭】",
        "[ 打印本页 ] [ 关闭窗口 ]",
        "打印 关闭",
        "分享到：微信 微博 QQ空间",
        "分享到微信朋友圈",
        "微信 微博 QQ空间",
        "扫一扫在手机打开当前页",
        "扫一扫",
        "微信扫一扫:分享",
        "相关阅读\n其他单位的报告",
        "相关链接：某网站",
        "上一篇:某局2022年政府信息公开年报",
        "下一篇：没有了",
        "主办单位:青箬市水务局  承办单位:办公室",
        "主办：青箬市水务局 © 版权所有",
        "青ICP备00000000号-1 网站标识码:0000000000",
        "Copyright 2024 青箬市水务局",
        "版权所有 青箬市水务局",
        "关于我们 网站声明 网站地图 联系我们",
        "网站地图 | 联系我们",
        "返回顶部",
        "来源:青箬市水务局",
        "浏览次数:12",
        "地址:青箬市滨河路1号 邮编:000000 电话:000",
        "| 打印本页 | 关闭窗口 |",
        "青箬市水务局(盖章)\n2024年1月12日",
        "青箬市水务局\n2024年1月12日印发",
        "青箬市水务局\n2024年01月12日 10:22",
        "二〇二四年元月十二日",
        "报告单位:青箬市水务局\n报告日期:2024年1月12日",
        "【打印文章】 关闭",
        "一审一校:张三 二审二校:李四",
        "政策法规科 供稿",
        "上篇:某局年报\n下篇:没有了",
        "市直部门网站\n区县政府网站",
        "您访问的链接即将离开本网站\n确认 取消",
        "用手机扫一扫",
        "推荐阅读",
        "(完)",
    ],
)
def test_signatures_annexes_and_the_pages_own_lines_are_no_part_of_section_6(tail: str) -> None:
    assert body(f"{small()}{tail}\n", 6) == REST
    assert body(f"{small()}\n\n{tail}\n\n青ICP备00000000号\n", 6) == REST


@pytest.mark.parametrize(
    "words",
    [
        "(一)收取信息处理费情况\n未收取信息处理费。\n(二)其他事项\n没有其他需要报告的事项。",
        "审核把关更加严格。\n未收取信息处理费。",
        "附件材料一并公开,未收取信息处理费。",
        "来源广泛\n未收取信息处理费。",
        "无\n未收取信息处理费。",
        "1.\n本年度未收取信息处理费\n2.\n无其他需要报告的事项",
        "分享经验12次,未收取信息处理费。",
        "分享到各部门\n未收取信息处理费。",
        "2023年1月1日至2023年12月31日\n未收取信息处理费。",
        "编辑出版公报12期。\n打印材料未收取信息处理费。",
        "相关信息已在网站公布\n未收取信息处理费。",
        "七、其他\n未收取信息处理费。",
        "本单位无独立网站\n未收取信息处理费。",
        "评论和留言已答复。\n完成整改,未收取信息处理费。",
    ],
)
def test_short_lines_within_section_6_do_not_end_it(words: str) -> None:
    assert body(small(section_6=words), 6) == words
    assert body(small(section_6=words) + "\n青箬市水务局\n2024年1月12日\n", 6) == words


def test_a_section_6_of_a_few_words_is_kept_above_a_signature() -> None:
    words = "无其他需要报告的事项"
    assert body(small(section_6=words) + "青箬市水务局\n2024年1月12日\n", 6) == words
    assert body(small(section_6=words) + "2024年1月12日\n", 6) == words


def test_the_last_section_of_a_cut_report_ends_before_the_page_too() -> None:
    text = small()
    text = text[: text.index("六、")] + "责任编辑:张三\n版权所有\n"
    assert body(text, 5).endswith("按月检查栏目。")


def test_a_second_copy_of_the_report_is_no_part_of_section_6() -> None:
    assert body(small() + small(), 6) == REST
