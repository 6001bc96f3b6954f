"""Bytes of every kind become text or a reasoned refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import ItemError
from communique.read import read_bytes, read_text
from communique.read.decode import decode, tidy

TEXT = "The ministers of Norway and Peru met in Malmö — the “old” city — and signed a treaty."


@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252"],
)
def test_unicode_and_western_bytes_are_decoded(codec: str) -> None:
    page = read_bytes(TEXT.encode(codec), source="a.txt")
    assert page.text == TEXT


def test_a_guess_is_a_warning() -> None:
    assert read_bytes(TEXT.encode("cp1252"), source="a").warnings == ("decoded as cp1252 by guess",)
    assert read_bytes(TEXT.encode("utf-8"), source="a").warnings == ()


def test_the_declared_charset_is_used() -> None:
    text = "Президент и министр встретились в Осло"
    assert decode(text.encode("koi8-r"), "text/plain; charset=koi8-r")[0] == text
    html = '<meta charset="windows-1251"><p>' + text
    assert text in decode(html.encode("windows-1251"))[0]


@pytest.mark.parametrize(
    "name", ["rot13", "hex", "unicode_escape", "zip", "idna", "no-such", "\x00"]
)
def test_a_hostile_charset_is_not_used(name: str) -> None:
    text, _ = decode(TEXT.encode("cp1252"), f"text/plain; charset={name}")
    assert text == TEXT


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    data = ("Malmö and Århus and Þingvellir " * 20).encode() + b"\xff the end"
    text, warnings = decode(data)
    assert "Århus" in text and text.endswith("\ufffd the end")
    assert warnings == ("1 bytes are not UTF-8 and were replaced",)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04\x14\x00",
        b"\x7fELF\x02\x01",
        b"MZ\x90\x00\x03",
        b"\x1f\x8b\x08\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"\x00\x00\x00\x18ftypmp42",
        bytes(range(256)) * 20,
        b"\x00" * 500,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ItemError) as caught:
        read_bytes(data, source="a.bin")
    assert caught.value.reason == "binary"
    assert "a.bin" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n ", b"\xef\xbb\xbf", "\u00a0\u2003\n".encode()])
def test_empty_is_refused(data: bytes) -> None:
    with pytest.raises(ItemError) as caught:
        read_bytes(data, source="a.txt")
    assert caught.value.reason == "empty"


def test_offsets_of_a_given_text_hold() -> None:
    text = "\ufeffThe minister\x00met\r\nhis guest\u00a0in\u2028Oslo and\rthe\ud800 talks went on."
    page = read_text(text, source="a")
    assert len(page.text) == len(text)
    assert page.text.encode("utf-8")
    assert page.text.index("guest") == text.index("guest")
    assert page.text == " The minister met \nhis guest in\nOslo and\nthe\ufffd talks went on."


def test_line_ends_of_a_file_are_made_one() -> None:
    assert read_bytes(b"The minister met\r\nhis guest.\r", source="a").text == (
        "The minister met\nhis guest.\n"
    )


def test_a_long_page_is_cut_at_a_line_end() -> None:
    text = "The minister met his guest in Oslo.\n" * 100
    page = read_text(text, source="a", max_characters=1_000)
    assert len(page.text) <= 1_000 and page.text.endswith("Oslo.")
    assert page.warnings == (f"cut at {len(page.text)} of {len(text)} characters",)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        page = read_bytes(data, source="fuzz")
    except ItemError as error:
        assert error.reason in {"binary", "empty", "language"}
    else:
        assert page.text.encode("utf-8")


@given(st.text())
def test_tidy_keeps_the_length(text: str) -> None:
    assert len(tidy(text)) == len(text)
    assert "\r" not in tidy(text) and "\x00" not in tidy(text)
