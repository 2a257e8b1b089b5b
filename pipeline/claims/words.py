"""The words that sentences about figures are made of, as data: another wording is one more word here.

`(…)` is optional. A word that is in no table is one that we do not know, and makes a claim uncertain.
"""

from typing import Literal

#: What a word does in a clause. `topic`: what is counted; `weak`: an application of some kind; `act`: what was done;
#: `area`: of all the area that a government reports for; `wider`, `channel`, `part`, `period`: whose or when it is instead; `own`: the agency's; `compare`: more or less than;
#: `last`, `next`: a neighbouring year; `carry`: carried over; `none`, `nil`: a denial before or after what it denies;
#: `divided`: what came in is divided by kinds; `apart`: that disputes are about other things; `all`, `deadline`, `rate`: done to all, in time, to 100 %; `open`: parts follow; `sum`: 共; `fill`: says nothing more.
Kind = Literal[
    "topic", "weak", "act", "wider", "channel", "part", "period", "own", "area", "compare", "last", "next", "carry", "none",
    "nil", "all", "deadline", "rate", "open", "sum", "fill", "disclosure", "apart", "divided", "some",
    "any",
]  # fmt: skip

TOPICS: dict[str, str] = {
    "requests": (
        "(政府)信息公开(的)(书面)申请(书)(事项) 依申请公开(政府)(信息)(公开)(的)(申请)(事项)(件)(案件)(工作)(情况) 依申请 "
        "(政府)公开(政府)信息(的)申请 申请(公开)政府信息(公开) (政府)信息(公开)依申请公开(申请)(事项)(件) 依申请(政府)信息公开(申请)(事项)(件) 政府信息(的)申请(公开) "
        "公开申请 申请公开 信息申请 政务公开申请 处理政府信息(公开)申请 申请政府信息公开"
    ),
    "reconsideration": "(行政)复议(案件)(申请)(事项)(案)",
    "suit": "(行政)诉讼(案件)(事项)(案) (行政)应诉(案件) 行政起诉",
    "suit.direct": "未经复议直接(提)起诉(讼)(的) 直接起诉",
    "suit.after_reconsideration": "复议后起诉(的) (经)复议后(提)起(行政)诉(讼)(的)",
    "regulations": "(政府)规章 地方政府规章 部门规章",
    "normative_documents": "(行政)规范性文件",
    "licences": "行政许可(决定)",
    "penalties": "行政处罚(决定)(案件)",
    "coercive_measures": "行政强制(措施)(执行)(决定)(案件)",
    "processing_fees": "依申请公开(政府)(信息)(公开)处理费 (政府)(信息公开)(政府)信息(公开)处理费(用) 处理费",
    "fees": "行政事业性收费",
    "fee_notices": "(信息处理费)收费通知(书) 收费告知(书)",
    "other": (
        "信件 来信 来电 留言 热线 信箱 邮箱 意见箱 建议 提案 议案 咨询 投诉 举报 信访 工单 诉求 办件 稿件 政策 解读 新闻 动态 "
        "公众号 微博 微信 网民 公开信息 信息 公告 公示 公文 文件 主动公开 发布 公布 公开 刊登 报送 项目 工程 复议诉讼 "
        "行政复议诉讼 党内规范性文件 行政许可事项 许可事项 处罚事项 行政许可申请 规章制度 申请表 申请书样本 "
        "政府信息公开申请表 政府信息公开申请流程 信息公开申请人 群众来访 来访 求助 民生 事项清单 问题 培训 会议 "
        "低保 补贴 补助 证照 执照 登记 职称 专利 商标 贷款 仲裁 调解 案卷 抽检 检查 检测 监测 许可证 网站 政务服务 "
        "不动产 纠错 接待 走访 审批 备案审查 行政复议应诉 行政审批 备案 民事诉讼 刑事诉讼 公益诉讼 诉讼费 诉讼请求 "
        "规范性文件清理 规范性文件解读 规范性文件备案 行政处罚公示 行政许可公示 双公示 处罚信息 许可信息 行政处罚信息 "
        "行政许可信息 行政强制信息 12345 12315 督办 批示 简报 专栏 视频 报刊 广播 电视 展板 手册 问卷 点击 访问 浏览 "
        "互动 评论 回访 征集 听证 约谈 拨付 资金 志愿 案例 讲座 活动 更正申请 补正申请 举报投诉 平台建设 监督保障 信息管理"
    ),
}

ACTS: dict[str, str] = {
    "received": "(新)收到(了) 新收 新收到 接到 接收(到) 新接 新增 收件 接收办理",
    "accepted": "(新)受理(了)",
    "replied": "答复(了) 回复(了) 作出答复 做出答复 予以答复 给予答复 予以回复",
    "finished": "办结(了) 办理完毕 办理完结 办毕 处理完毕 办理办结 答复办结 办结答复",
    "result.granted": "予以公开 同意公开",
    "result.partially_granted": "(予以)部分公开",
    "result.refused": "不予公开 不予以公开 不同意公开",
    "result.unavailable": "(信息)无法提供 本机关无法提供",
    "result.not_processed": "不予处理",
    "result.other": "其他处理",
    "applicant.natural_person": "自然人(申请)(提出)(的)",
    "applicant.legal_person": "法人(或者)(或)(和)(及)(、)其他组织(申请)(提出)(的) 法人(或者)(或)(和)(及)(、)其它组织(申请) 法人(申请) 其他组织(申请)",
    "filed": "引发 引起 发生 被申请 被提起 被提 产生 涉及 导致 提起 出现 发起 被诉",
    "upheld": "(结果)维持 维持原行政行为 维持原答复 胜诉 驳回原告诉讼请求(的)",
    "corrected": "(结果)(被)纠正 败诉 被撤销 撤销 确认违法",
    "outcome.other": "其他结果",
    "pending": "尚未审结 未审结 正在审理(中) 正在办理(中) 审理中 未结案",
    "issued": "制定(出台)(印发)(了) 制发(了) (新)制发 新制定 出台(了) 印发(了) 制定发布 制定并发布 制定并印发",
    "repealed": "废止(了) 宣布废止 废止失效 废止和失效 废止及失效 废止或失效 废止宣布失效",
    "in_force": "现行有效 现有效 现行 继续有效",
    "decided": "作出 做出 办理(了) 实施(了) 办结 作出(的) 下达",
    "collected": "收取 征收 收缴 共收取 产生",
    "sent": "发出 发送 出具 开具 制发 下达",
    "foreign": (
        "代拟 起草 清理 修订 修改 审核 办理回复 撤回 更正 补正 延期 咨询 会办 "
        "告知 流转 约见 回应 采纳 立案 查处 拟答复 待答复 应答复"
    ),
    "judged": "审理 审查 审结 裁决",
    "passed_on": "转办 转来 转送 移送 交办 转交 转其他单位 协助 协办 自行受理",
}

#: Of which topic an act may be, and what both together claim. A topic alone stands under the act "".
FRAMES: dict[tuple[str, str], str] = {
    ("requests", "received"): "requests.received",
    ("requests", "accepted"): "requests.received",
    ("requests", "replied"): "requests.answered",
    ("requests", "finished"): "requests.answered",
    ("requests", "decided"): "requests.handled",
    **{
        ("requests", f"result.{each}"): f"requests.result.{each}"
        for each in ("granted", "partially_granted", "refused", "unavailable", "not_processed", "other")
    },
    ("requests", "applicant.natural_person"): "requests.applicant.natural_person",
    ("requests", "applicant.legal_person"): "requests.applicant.legal_person",
    **{
        (topic, act): f"{topic}.{key}"
        for topic in ("reconsideration", "suit")
        for act, key in (
            ("", "total"), ("filed", "total"), ("received", "total"), ("upheld", "upheld"), ("corrected", "corrected"),
            ("outcome.other", "other"), ("pending", "pending"),
        )
    },
    **{(topic, act): topic for topic in ("suit.direct", "suit.after_reconsideration") for act in ("", "filed")},
    **{
        (topic, act): f"{topic}.{act}"
        for topic in ("regulations", "normative_documents")
        for act in ("issued", "repealed", "in_force")
    },
    **{(topic, "decided"): f"{topic}.decisions" for topic in ("licences", "penalties", "coercive_measures")},
    ("licences", "finished"): "licences.decisions",
    **{
        (topic, act): f"{topic}.amount" for topic in ("processing_fees", "fees") for act in ("", "filed", "collected")
    },
    ("fee_notices", "sent"): "fee_notices.sent",
}  # fmt: skip

_SELF = "局 委 办 厅 院 部 镇 乡 街道 处 中心 单位 机关 部门 所 站 会 校 街 公司 集团 委员会 办事处 管委会 办公室"

WORDS: dict[Kind, str] = {
    "weak": "申请(事项)(件)",
    "own": " ".join(f"我{each} 本{each}" for each in _SELF.split()) + " 我们 全局 全委 全办 全厅 全院",
    "wider": (
        "全省 全市 全县 全区 全州 全旗 全盟 全国 全系统 全镇 全乡 全街道 我省 我市 我县 我区 我州 我旗 本省 本市 本县 本区 本州 系统 "
        "各单位 各部门 各镇 各乡 各乡镇 各街道 各镇街 各县 各区 各县区 各市县 各县市区 各级 县区 区县 下属 所属 基层单位 直属单位 "
        "二级单位 各科室 各股室 各地 各地区 省市县三级 市县两级 市直部门 区直部门 县直部门 乡镇 镇街 街镇 部分单位 "
        "上级 区政府 市政府 县政府 省政府 镇政府 乡政府 我国 各村 辖区"
    ),
    "part": "市本级 县本级 区本级 本级 省本级 机关本级 其中有",
    "channel": (
        "网站 网上 网络 信函 邮寄 当面 现场 邮件 电子邮件 传真 线上 线下 窗口 电话 平台 互联网 在线 依申请公开系统 来函 书信 "
        "挂号信 快递 柜台 大厅 口头 来访 微信 公众号 邮箱"
    ),
    "any": (
        "各种渠道 各类渠道 多种渠道 各渠道 各种方式 多种方式 各种形式 任何 公民 自然人 个人 群众 社会公众 公众 社会 人民群众 "
        "市民 村民 居民"
    ),
    "some": "企业 其它组织 组织 机构 单位 商业企业 科研机构 社会公益组织 法律服务机构",
    "period": (
        "往年 历年 以来 半年 上半年 下半年 季度 第一季度 近两年 近三年 近五年 近年来 三年来 五年来 本月 每月 每年 月均 年均 "
        "前三季度 第四季度 任期 一季度 二季度 三季度 四季度 年初 截至目前"
    ),
    "last": "上年(度)(的) 上一年(度)(的) 去年(度)(的) 上个年度",
    "next": "下年(度) 下一年(度) 次年(度) 明年 来年 下个年度",
    "carry": "结转(至)(到)(到了) 顺延(至)(到) 转至 转到 转入 结转入 转结(至) 递延(至)(到) 延至 延续至 转接",
    "compare": (
        "同比 环比 比上年(度) 较上年(度) 比去年 较去年 与上年(度)相比 与去年相比 较上一年(度) 比上一年(度) 比前一年 增长 增加 减少 下降 上升 "
        "增幅 降幅 持平 较之 多了 少了 较前一年"
    ),
    "none": "未 没有 没 均未 都未 尚未 暂未 从未 未曾 无 暂无 均无 未有 零 并未 也未 亦未 未再 也没有 尚无 也无",
    "nil": "零报告 :无 为零 为无 均为零 均为0 为0",
    "all": "均 全部 都 皆 全都 悉数 均已 已全部 均全部 已均 全已",
    "deadline": (
        "按时 按期 按期限 如期 及时 限时 (在)(法定)(规定)期限内 (在)(法定)(规定)时限内 (在)(法定)时间内 (在)规定时间内 (在)承诺时限内 按要求 按时限"
    ),
    "open": "其中 包括 包含 分别为 分别是 分为",
    "sum": "共 共计 总共 合计 总计 累计 一共 共有 总数(量) 总量",
    "apart": "无关 非政府信息公开 非信息公开 其他领域 其它领域",
    "disclosure": "因政府信息公开 政府信息公开 信息公开 涉政府信息公开 涉及政府信息公开 政务公开 涉及信息公开 不服答复 不服政府信息公开",
    "fill": (
        "一是 二是 三是 四是 五是 六是 首先 另外 此外 截至 截止 截止到 截至到 全年(度) 今年以来 全年以来 本年(度)(内) 年内 年度(内) 当年(度) 今年 一年来 这一年 期间 报告期内 "
        "统计期内 年底 年末 起 止 至 以上 年 计 已 并 且 和 及 与 、 或 或者 以及 的 了 于 在 中 内 里 为 是 有 达 达到 数量 件数 总体 "
        "等 各类 各种 各项 提出 提交 递交 形式 书面 有效 依法 依规 依法依规 予以 给予 进行 完成 情况 工作 方面 其 目前 另 另有 还 还有 新 也 对 向 由 "
        "主要 办理 处理 规范 妥善 认真 严格 实际 按规定 按照 规定 要求 本 继续 继续办理 继续答复 再 过 到 一 : 申请人 "
        "当事人 相关 有关 任何 关于 因 而 起来 工作中 方式 答复 数 件 "
        "年度内 全部完成 给 所 被 被告 产生的 引发的 引起的 共同 现 现有 仍 仍在 尚 存量 目前有 公民 各 提请 一起 一件 一例 一宗 该类 此类 相应 "
        "机关 依 来 之 结果 后 总 规定的 从 发生的 上述 该 以上的 含 产生 现有的 来自 来源于 属于 行政机关 在 加上 应 需 税务 信访类(申请) 信访举报投诉类(申请) 重复申请 不掌握"
    ),
}
