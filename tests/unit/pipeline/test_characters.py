import re
import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.characters import clean, folded, letters, longest_of, one_width, simplified
from tests.making import consistent_truth, render

REPORT = render(consistent_truth(1), "pipes").decode()
# Whatever clean() looks at, in any order, beside ordinary text.
odd = st.text(
    st.sampled_from("\0\r\n\u200b\u00ad\u2028\u3000\ue5e5⼀⺠豈\U0002f800\ufe0f\ud800字數(shùde )（）ā\u0304\x85 1|")
)


@given(st.text() | odd)
@example("\r\u200b\n")
@example("字(shù)(de)" * 9)
@example("數(數(shù))")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(exclude_characters="\r")))
def test_what_is_not_removed_keeps_its_place(text: str) -> None:
    one_by_one = [clean(character) for character in text]
    assert all(len(cleaned) <= 1 for cleaned in one_by_one)
    assert "(" in text or "（" in text or clean(text) == "".join(one_by_one)


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("⼀⼆⾏⽂⼈⼯⽇⽉", "一二行文人工日月"),
        ("⺠⻅⻓⻔⻋⻚⻛⻢⻝⺟", "民见长门车页风马食母"),
        ("\uf901\uf9dd\uf9f7\uf90a\ufa30", "更利立金侮"),
        ("\U0002f800", "丽"),
        ("１２，３（一）㎡①", "１２，３（一）㎡①"),
        ("总\u3000计\u00a01\u20072\u202f3\ue5e54", "总 计 1 2 3 4"),
        ("自\u200b然\u2060人\ufe0f\u202e0\U000e0101", "自然人0"),
        ("规章\x070\x070\x1f", "规章 0 0 "),
        ("1\r\n2\r3\x0c4\x0b5\x856\u20287\u20298", "1\n2\n3\n4\n5\n6\n7\n8"),
        ("\ud800丰\udfff", "\ufffd丰\ufffd"),
    ],
)
def test_look_alikes_become_one_character(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_all_radicals_that_have_an_ideograph_become_it() -> None:
    assigned = [chr(c) for c in (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6))]
    assert [c for c in assigned if not unicodedata.name(clean(c)).startswith("CJK UNIFIED")] == []


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("數(shù)量、決（jué）定、據(jù)此、執(zhí)行", "數量、決定、據此、執行"),
        ("執(zhí)行(xínɡ)shu\u0300", "執行shu\u0300"),
        ("數(shu\u0300)量", "數量"),
        ("(GDP)面积(km)文件(PDF)", "(GDP)面积(km)文件(PDF)"),
        ("數(shù)的(de)", "數的(de)"),
        ("個(gè)數(shù)決(jué)現(xiàn)據(jù)的(de)3千米(km)格式(pdf)", "個數決現據的3千米(km)格式(pdf)"),
        ("规章(0)、(一)、（二）", "规章(0)、(一)、（二）"),
        ("Café (àlà carte)", "Café (àlà carte)"),
    ],
)
def test_pinyin_behind_a_character_goes_and_real_brackets_stay(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("政府信息公開概況", "政府信息公开概况"),
        ("規 章", "规章"),
        ("屬於國家秘密", "属于国家秘密"),
        ("萬元", "万元"),
        ("行政事業性收費、徵收", "行政事业性收费征收"),
        ("行政復議", "行政复议"),
        ("行政覆議", "行政复议"),
        ("復議後起訴", "复议后起诉"),
        ("規範性文件", "规范性文件"),
        ("裡裏幹臺餘佈發髮爲為", "里里干台余布发发为为"),
        ("（一） 予以公開", "一予以公开"),
        ("零〇一二兩三", "零〇一二两三".replace("〇", "")),
    ],
)
def test_labels_match_in_either_script(written: str, label: str) -> None:
    assert letters(written) == label


def test_names_of_a_simplified_text_are_not_damaged() -> None:
    for name in ("乾县人民政府", "於潜镇", "氾水镇", "濛阳街道", "覆盖率", "著作权", "瞭望"):
        assert folded(name) == name
    text = "乾县氾水镇2023年报告,{}、{}覆盖率{}。" + REPORT
    assert simplified(text.format("概況", "規章", "後")) == text.format("概况", "规章", "后")


def test_folding_keeps_every_place() -> None:
    traditional = OpenCC("s2t").convert(REPORT)
    assert len(folded(traditional)) == len(folded(REPORT))
    assert letters(traditional) == letters(REPORT)


def test_a_traditional_report_is_simplified_in_place() -> None:
    traditional = OpenCC("s2t").convert(REPORT)
    assert traditional != REPORT
    assert simplified(traditional) == REPORT
    assert simplified(REPORT) == REPORT


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("乾縣、乾務鎮、於潛鎮、乾隆", "乾县、乾务镇、於潜镇、乾隆"),
        ("頭髮乾淨，幹部後續發佈", "头发干净，干部后续发布"),
        ("行政覆議、復議、答覆、覆蓋", "行政复议、复议、答复、覆盖"),
        ("一萬零三百、二〇二三年、兩億", "一万零三百、二〇二三年、两亿"),
    ],
)
def test_words_of_a_traditional_text_are_told_apart(written: str, meant: str) -> None:
    frame = "政府信息公開工作年度報告收到處理請求數量總計"
    assert simplified(frame + written) == simplified(frame) + meant


@given(st.text())
def test_no_text_changes_its_length_in_the_other_script(text: str) -> None:
    text = clean(text)
    assert len(simplified(f"{text}個國書門車見長東")) == len(text) + 8


def test_the_library_of_the_other_script_is_not_loaded_for_a_simplified_report() -> None:
    program = (
        "import sys; from pipeline.characters import clean, folded, letters, simplified\n"
        "text = clean(sys.stdin.buffer.read().decode()); simplified(text); folded(text); letters(text)\n"
        "print('opencc' in sys.modules); letters('規章'); print('opencc' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], input=REPORT.encode(), capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]


@pytest.mark.parametrize("piece", ["字(", "字( ", "字(ā", "字(a)", "（", "\u200b", "⼀", "乾縣"])
def test_megabytes_of_anything_are_cleaned_in_seconds(piece: str) -> None:
    started = time.process_time()
    simplified(clean(piece * (3_000_000 // len(piece))))
    assert time.process_time() - started < 6


@given(st.text() | st.text("，：；（）％？！。０1e\u0301\u3099か字"))
def test_one_width_is_the_form_that_unicode_calls_compatible(text: str) -> None:
    assert one_width(text) == unicodedata.normalize("NFKC", text)


@given(st.sets(st.text("ab.", min_size=1, max_size=4), min_size=1), st.text("ab.", max_size=6))
def test_of_several_words_the_longest_that_stands_at_a_place_is_found(words: set[str], text: str) -> None:
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    found = re.match(longest_of(words), text)
    assert (found and found[0]) == longest


def test_characters_of_a_word_may_be_parted() -> None:
    parted = re.compile(longest_of({"总体", "总体情况", "概述"}, between=" ?"))
    assert [found[0] for found in parted.finditer("总 体情况 概 述 总体情")] == ["总 体情况", "概 述", "总体"]
