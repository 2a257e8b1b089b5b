"""Reports with planted flaws: what they break follows from the figures, or is said in `found` and why in `shows`."""

from __future__ import annotations

from tests.making_cases.base import Case

_FEES = "proactive_disclosure.fees.amount_10k_cny"
_DOCUMENTS = "proactive_disclosure.normative_documents"

CASES = (
    Case(
        name="flaw-total-row-one-less", lines=("R",), way="html:html_plain", seed=501, body="county", year=2023,
        cells={"requests.total.natural_person": 7}, shows="(七)总计 of 自然人 was typed as 7",
    ),
    Case(
        name="flaw-columns-do-not-add-up", lines=("R",), way="text:pipes_closed", seed=502, body="water", year=2022,
        cells={"requests.new_received.total": 9, "requests.granted.total": 1000}, found=(("X-005", "fail", "total"),),
        shows="two cells of the total column are wrong, so the prose no longer fits either",
    ),
    Case(
        name="flaw-disputes-do-not-add-up", lines=("R", "S-disputes"), way="docx:merged", seed=503, year=2024,
        cells={"litigation.reconsideration.total": 1, "litigation.litigation_direct.pending": 99},
        found=(("X-007", "fail", "total"),),
    ),
    Case(
        name="flaw-too-few-in-force", lines=("R", "S-documents"), way="text:tabs_padded", seed=504, body="city_2",
        year=2021, cells={f"{_DOCUMENTS}.issued": 58, f"{_DOCUMENTS}.repealed": 3, f"{_DOCUMENTS}.in_force": 12},
    ),
    Case(
        name="flaw-more-carried-out-than-in", lines=("R",), way="xlsx:one sheet", seed=505, body="health", year=2023,
        cells={"requests.carried_over_out.research": 911},
    ),
    Case(
        name="prose-sum-with-carried-over", lines=("S-received", "S-carried", "S-done"), way="text:pipes_padded",
        seed=506, body="district", year=2022, prose="together", shows="共接到 counts what was carried over as well",
    ),
    Case(
        name="prose-false-friends", lines=("S-false", "S-received"), way="html:html_nested", seed=507, body="zone",
        year=2023, prose="false friends", shows="letters, calls, proposals and channels are no applications",
    ),
    Case(
        name="prose-says-none-received", lines=("S-none", "R"), way="text:closing_plain", seed=508, body="street",
        year=2024, prose="none received",
        found=(("X-004", "fail", "total"), ("X-013", "fail", "total")),
        shows="未收到 stands beside a table that has applications",
    ),
    Case(
        name="prose-parts-do-not-add-up", lines=("R", "S-received"), way="html:html_plain", seed=509, body="city",
        year=2022, prose="wrong parts",
        found=(
            ("X-006", "fail", "natural_person"), ("X-006", "fail", "new_received"),
            ("X-016", "fail", None), ("X-017", "fail", None),
        ),
        shows="the parts are two too few, the percentage is ten too much",
    ),
    Case(
        name="prose-received-is-not-the-table", lines=("R", "S-received"), way="docx:split at a page", seed=510,
        body="autonomous", year=2023,
        cells={"requests.new_received.natural_person": 3, "requests.new_received.total": 160},
        shows="the row of 新收 no longer adds up to what the text says",
    ),
    Case(
        name="fees-not-stated", lines=("R", "S-fee"), way="text:flat", seed=511, body="office", year=2023,
        prose="no sums", sections={6: "本年度无其他需要报告的事项。"}, found=(("F-021", "fail", None),),
        shows="section 6 says nothing of fees",
    ),
    Case(
        name="fees-collected", lines=("S-fee",), way="text:pipes_bare", seed=512, body="police", year=2022,
        sections={6: "2022年，对25件申请收取了信息处理费2950元，均已上缴。"}, cells={_FEES: 118},
    ),
    Case(
        name="section-5-left-out", lines=("R",), way="html:html_plain", seed=513, body="town", year=2023,
        sections={5: None}, found=(("F-001", "fail", None),), shows="五、存在的主要问题及改进情况 is not there",
    ),
    Case(
        name="title-without-agency", lines=("R", "H2"), way="text:pipes_closed", seed=514, body="water", year=2023,
        title="2023年政府信息公开工作年度报告", found=(("F-025", "fail", None),),
        shows="the title lacks the agency, which stands beside the date of publication",
    ),
    Case(
        name="negative-and-half", lines=("R", "V"), way="text:tabs_bare", seed=515, body="brigade", year=2022,
        prose="no sums",
        cells={"requests.granted.commercial": -2, "proactive_disclosure.penalties.decisions": "26.55"},
        found=(("F-013", "fail", None),), shows="a negative count, and a count that is no whole number",
    ),
)  # fmt: skip
