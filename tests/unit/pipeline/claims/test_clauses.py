"""Every clause of `clauses.txt` claims what stands below it, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .made_claims import as_line, read_claims


def _table() -> Iterator[tuple[str, tuple[str, ...]]]:
    text, claims = "", []
    for line in (Path(__file__).parent / "clauses.txt").read_text("utf-8").splitlines():
        if line.startswith("   "):
            claims.append(line.strip())
        elif line and not line.startswith("#"):
            if text:
                yield text, tuple(claims)
            text, claims = line, []
    yield text, tuple(claims)


CLAUSES = tuple(_table())


@pytest.mark.parametrize(("text", "claims"), CLAUSES, ids=[text for text, _ in CLAUSES])
def test_a_clause_claims_what_it_says_and_no_more(text: str, claims: tuple[str, ...]) -> None:
    section, words = (int(text[0]), text[2:]) if text[1] == "|" else (1, text)
    assert tuple(map(as_line, read_claims(words, section).all)) == claims


@pytest.mark.parametrize(("text", "claims"), CLAUSES, ids=[text for text, _ in CLAUSES])
def test_spaces_and_full_width_marks_change_no_claim(text: str, claims: tuple[str, ...]) -> None:
    section, words = (int(text[0]), text[2:]) if text[1] == "|" else (1, text)
    spaced = " ".join(words).replace(",", "，") if not any(c.isdigit() for c in words) else words.replace(";", "；")
    assert tuple(map(as_line, read_claims(spaced, section).all)) == claims


def test_the_table_has_enough_clauses_and_a_third_of_false_friends() -> None:
    friends = [text for text, claims in CLAUSES if not any(len(claim.split()) == 2 for claim in claims)]
    assert len(CLAUSES) >= 200
    assert len({text for text, _ in CLAUSES}) == len(CLAUSES)
    assert len(friends) * 3 >= len(CLAUSES)


@pytest.mark.parametrize(
    ("text", "number", "clause", "sentence"),
    [
        ("今年很忙。收到政府信息公开申请１２件，答复九件。", "１２件", "收到政府信息公开申请１２件", None),
        (
            "收到 政府信息公开 申请 12 件 ，答复。",
            "12 件",
            "收到 政府信息公开 申请 12 件",
            "收到 政府信息公开 申请 12 件 ，答复",
        ),
        ("全年办结\n\n收到政府信息公开申请两件；无。", "两件", "收到政府信息公开申请两件", "收到政府信息公开申请两件"),
    ],
)
def test_a_claim_keeps_its_places_in_the_text(text: str, number: str, clause: str, sentence: str | None) -> None:
    claim = read_claims(text).all[0]
    assert (claim.at.of(text), claim.clause.of(text)) == (number, clause)
    assert sentence is None or claim.sentence.of(text) == sentence


def test_a_sentence_that_was_wrapped_is_one() -> None:
    wrapped = "为了方便群众依法获取政府信息并规范办理流程,全市各级行政机关\n收到政府信息公开申请300件。"
    assert [claim.scope for claim in read_claims(wrapped).all] == ["wider"]
    cut = "为了方便群众依法获取政府信息并规范办理流程,本机关收到政府信息公开申请1\n2件。"
    assert [claim.quantity for claim in read_claims(cut).all] in ([], [12])


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("（二）依申请公开情况\n收到12件,办结11件。", ["requests.received 12", "requests.answered 11"]),
        ("（二）依申请公开\n1.收到申请数：5件\n2.上年结转数：1件", ["requests.received 5", "requests.carried_in 1"]),
        ("（二）依申请公开\n收到5件\n（四）便民服务\n受理12件,办结11件", ["requests.received 5"]),
        ("依申请公开方面\n收到5件\n平台建设方面\n受理12件,办结11件", ["requests.received 5"]),
        ("（三）群众来信情况\n收到12件,办结11件。", []),
        ("收到依申请公开5件。\n受理12件,办结11件。", ["requests.received 5"]),
    ],
)
def test_what_a_heading_names_holds_in_the_lines_below(text: str, claims: list[str]) -> None:
    assert list(map(as_line, read_claims(text).all)) == claims


def test_rows_of_tables_are_no_sentences() -> None:
    assert read_claims("| 一、本年新收政府信息公开申请数量 | 收到政府信息公开申请3件。 |").all == ()
    assert read_claims("收到政府信息公开申请3件", section=3).all == ()


@pytest.mark.parametrize(
    ("agency", "text", "scope"),
    [
        ("青箬市人民政府", "市政府制定规章3件。", "own"),
        ("青箬市人民政府", "市政府收到政府信息公开申请3件。", "part"),
        ("青箬市人民政府", "全市收到政府信息公开申请3件。", "area"),
        ("青箬市人民政府", "我市各级行政机关收到政府信息公开申请3件。", "area"),
        ("青箬市人民政府", "全市各县区收到政府信息公开申请3件。", "wider"),
        ("青箬市人民政府", "全省收到政府信息公开申请3件。", "wider"),
        ("青箬市水务局", "市政府收到政府信息公开申请3件。", "wider"),
        ("青箬市人力资源和社会保障局", "市人社局收到政府信息公开申请3件。", "own"),
        ("青箬市卫生健康委员会", "市卫健委收到政府信息公开申请3件。", "own"),
        ("望泽镇人民政府", "全镇收到政府信息公开申请3件。", "own"),
        ("青箬市水务局", "全镇收到政府信息公开申请3件。", "wider"),
        ("松坞街道办事处", "街道收到政府信息公开申请3件。", "own"),
    ],
)
def test_the_agency_is_known_by_its_short_names(agency: str, text: str, scope: str) -> None:
    assert [claim.scope for claim in read_claims(text, agency=agency).all] == [scope]


def test_another_bodys_short_name_is_not_the_agencys() -> None:
    assert read_claims("市水务局收到政府信息公开申请3件。", agency="青箬市人力资源和社会保障局").all == ()
    assert read_claims("市公安局收到政府信息公开申请3件。", agency="青箬市公安局石榆分局").all == ()
