"""However a DOCX or XLSX is damaged, reading it gives a document whose cells lie in its text, or an error of ours."""

import functools
import io
import random
import re
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import ReportError
from pipeline.formats import read_document
from tests.making import consistent_truth
from tests.making_office import STRUCTURES, WORKBOOKS

MAKERS = {**STRUCTURES, **WORKBOOKS}
TAG = re.compile(rb"<[^>]*>")
VALUES = (b"-1", b"0", b"99999999999999999999", b"", b"x", "１".encode(), b"continue", b"restart", b"rId1", b"../..")


@functools.cache
def made(name: str) -> bytes:
    return MAKERS[name](consistent_truth(1))


def check(data: bytes) -> Document | None:
    try:
        document = read_document(data)
    except ReportError:
        return None
    for grid in document.grids:
        for cell in grid.cells:
            assert min(cell.row, cell.column) >= 0
            assert min(cell.row_span, cell.column_span) >= 1
            assert grid.at.start <= cell.at.start <= cell.at.end <= grid.at.end <= len(document.text)
    return document


def flipped(data: bytes, draw: random.Random, times: int) -> bytes:
    """The bytes with some exchanged, some cut out and some doubled."""
    damaged = bytearray(data)
    for _ in range(times):
        at, act = draw.randrange(len(damaged) + 1), draw.random()
        if act < 0.7:
            damaged[at : at + 1] = bytes([draw.randrange(256)])
        elif act < 0.85:
            del damaged[at : at + draw.randrange(1, 50)]
        else:
            damaged[at:at] = damaged[at : at + draw.randrange(1, 50)]
    return bytes(damaged)


def retagged(xml: bytes, draw: random.Random, times: int) -> bytes:
    """The XML with elements taken out, moved and doubled, and values exchanged; the tags may still be in balance."""
    for _ in range(times):
        tags = [found.span() for found in TAG.finditer(xml)]
        if len(tags) < 3:
            break
        (start, end), (other, _) = draw.choice(tags), draw.choice(tags)
        act = draw.random()
        if act < 0.4:
            change = re.sub(rb'"[^"]*"', b'"' + draw.choice(VALUES) + b'"', xml[start:end], count=draw.randrange(1, 4))
            xml = xml[:start] + change + xml[end:]
        elif act < 0.6:
            xml = xml[:start] + xml[end:]
        else:
            piece = xml[start : end + (draw.randrange(300) if act < 0.8 else 0)]
            xml = xml[:other] + piece + xml[other:]
    return xml


def rezipped(data: bytes, draw: random.Random, times: int) -> bytes:
    """The file with one of its parts damaged inside, so that only its reader can tell."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = draw.choice(old.namelist())
        damage = draw.choice((flipped, retagged))
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damage(part, draw, times) if name == chosen else part)
    return out.getvalue()


@given(st.sampled_from(sorted(MAKERS)), st.integers(min_value=0, max_value=2**40), st.sampled_from([1, 3, 30]))
@settings(max_examples=40, deadline=None)
def test_a_damaged_zip_gives_a_document_or_an_error_of_ours(name: str, seed: int, times: int) -> None:
    check(flipped(made(name), random.Random(seed), times))


@given(st.sampled_from(sorted(MAKERS)), st.integers(min_value=0, max_value=2**40), st.sampled_from([1, 3, 30]))
@settings(max_examples=60, deadline=None)
def test_a_damaged_part_gives_a_document_or_an_error_of_ours(name: str, seed: int, times: int) -> None:
    check(rezipped(made(name), random.Random(seed), times))
