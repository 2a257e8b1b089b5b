"""Traditional characters for those that the made reports use; enough for their labels and prose, not for Chinese."""

from __future__ import annotations

import random

from tests.making.blocks import Block, with_texts

_PAIRS = (
    "专專个個为為举舉们們众眾会會关關内內决決况況减減办辦务務动動区區华華单單县縣发發号號国國图圖声聲处處备備够夠审審对對属屬岚嵐应應废廢开開张張强強归歸当當录錄总總"
    "户戶执執扫掃护護报報数數无無时時权權条條来來标標栏欄检檢汇匯没沒现現监監码碼称稱稳穩签簽类類纠糾级級纳納组組织織经經结結绝絕统統继繼续續维維编編缴繳罚罰联聯获獲"
    "补補见見规規计計认認议議讲講许許讼訟设設访訪评評识識诉訴询詢请請读讀调調负負责責购購费費转轉较較辑輯过過这這进進钩鉤门門问問间間页頁项項题題额額鹤鶴后後复復机機"
    "构構万萬于於与與体體确確证證并並据據范範划劃适適断斷产產业業"
    "闻聞电電话話导導链鏈详詳预預暂暫"
)
_TABLE = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def in_traditional(text: str) -> str:
    """The text in traditional characters as far as the table goes."""
    return text.translate(_TABLE)


_PINYIN = {"數": "數(shù)", "請": "請(qǐng)", "處": "處(chù)"}


def traditional(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Titles, prose, headings and labels in traditional characters; at times with pinyin left in (`數(shù)量`)."""
    left_in = dict([draw.choice(tuple(_PINYIN.items()))]) if draw.random() < 0.2 else {}

    def change(text: str) -> str:
        return "".join(left_in.get(character, character) for character in in_traditional(text))

    return with_texts(blocks, change, roles=("title", "chrome", "prose", "heading"), cells=True)
