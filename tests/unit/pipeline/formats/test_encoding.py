import pytest

from pipeline.errors import EncodingUnknown, FileEmpty, FormatUnknown
from pipeline.formats import read_document

PROSE = "本机关收到的政府信息公开申请和办理结果的情况。\n一、总体情况\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (PROSE.encode("utf-8-sig"), "utf-8"),
        (PROSE.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + PROSE.encode("utf-16-be"), "utf-16"),
        (PROSE.encode("gb18030"), "gb18030"),
    ],
)
def test_each_usual_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    document = read_document(data)
    assert (document.text, document.encoding, document.media_type) == (PROSE, encoding, "text/plain")


def test_a_page_that_declares_gb2312_is_read_as_its_superset() -> None:
    # 〇 and 镕 are in GB18030 and not in GB2312.
    page = f'<html><head><meta charset="gb2312"></head><body><p>二〇二三年镕{PROSE}</p></body></html>'
    document = read_document(page.encode("gb18030"))
    assert document.encoding == "gb18030"
    assert "二〇二三年镕" in document.text


def test_a_page_that_declares_a_wrong_charset_is_still_read() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{PROSE}</p></body></html>'
    assert read_document(page.encode()).encoding == "utf-8"


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 9, b"\xff\xfe\x00\xd8", "日本語のカナ".encode("euc-jp") * 9])
def test_bytes_that_read_as_no_chinese_are_not_guessed(data: bytes) -> None:
    with pytest.raises(EncodingUnknown):
        read_document(data)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n"])
def test_a_file_without_content_is_empty(data: bytes) -> None:
    with pytest.raises(FileEmpty):
        read_document(data)


@pytest.mark.parametrize(
    ("data", "seen"),
    [(b"\x1f\x8b\x08", "GZIP"), (PROSE.encode() + bytes(range(9)) * 20, "二进制 binary")],
)
def test_a_binary_file_is_named_and_refused(data: bytes, seen: str) -> None:
    with pytest.raises(FormatUnknown) as caught:
        read_document(data)
    assert caught.value.fields == {"seen": seen}


def test_line_ends_and_invisible_characters_are_made_one() -> None:
    document = read_document("自\u200b然\u00ad人\r\n总\u00a0计\r1\u20282\ufeff".encode())
    assert document.text == "自然人\n总 计\n1\n2"
