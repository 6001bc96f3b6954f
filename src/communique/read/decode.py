"""Bytes to text: never fails on text, refuses what is no text."""

from __future__ import annotations

import codecs
import re

from communique.errors import ItemError

MAGIC = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!\x1a": "a RAR archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"OggS": "an Ogg recording",
    b"ID3\x03": "an MP3 recording",
    b"ID3\x04": "an MP3 recording",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"\x00asm": "a program",
    b"wOFF": "a font",
    b"wOF2": "a font",
}
BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.-]{2,40})""", re.I)
_TEXT_CODEC = re.compile(
    r"(?i)(?:us-?ascii|utf[-_]?(?:8|16|32)|iso[-_]?(?:8859|2022)|latin|windows|cp|koi8|mac|gb|big5"
    r"|euc|shift|sjis|tis)[\w-]*$"
)
CONTROL_SHARE = 0.04
"""More control characters than this share of a sample and the bytes are no text."""
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
_CLEAN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\ufeff\ud800-\udfff\ufffe\uffff]|[\u200b\u2060](?=\s)|(?<=\s)[\u200b\u2060]|^[\u200b\u2060]"
)
_BREAKS = frozenset("\x0b\x0c\x85\u2028\u2029")


def decode(data: bytes, content_type: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of the bytes and warnings about what had to be guessed.

    `content_type` is an HTTP header, used for its charset. Raises ItemError with reason "binary"
    for bytes that are no text.
    """
    refuse_binary(data)
    for bom, codec in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec, "replace"), ()
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), (f"decoded as {wide} without a mark",)
    if _controls(data[:65_536]) > CONTROL_SHARE:
        raise ItemError("not text: too many control characters; give text or HTML", "binary")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _not_utf8(data, content_type)


def refuse_binary(data: bytes) -> None:
    """Raise ItemError with reason "binary" for the bytes of a known file format."""
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise ItemError(f"not text but {what}; give text or HTML", "binary")
    if data[:4] == b"RIFF" and data[8:12] in {b"WAVE", b"AVI ", b"WEBP"}:
        raise ItemError("not text but a recording or image; give text or HTML", "binary")
    if data[4:8] == b"ftyp" and b"\x00" in data[:4]:
        raise ItemError("not text but a video; give text or HTML", "binary")


def tidy(text: str) -> str:
    r"""The text with every control character, odd space and lone surrogate replaced one for one.

    Offsets hold: no character is added or lost. Odd line ends become "\n", a carriage return
    before "\n" a space.
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    if not _CLEAN.search(text):
        return text
    return _CLEAN.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    char = match.group()
    if char in _BREAKS:
        return "\n"
    return "\ufffd" if "\ud800" <= char <= "\udfff" or char >= "\ufffe" else " "


def _controls(sample: bytes) -> float:
    kept = len(sample.translate(None, _CONTROL_BYTES))
    return (len(sample) - kept) / max(1, len(sample))


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the NULs lie."""
    sample = data[: 4_096 - 4_096 % 4]
    if b"\x00" not in sample or len(sample) < 4:
        return None
    nul = [sample[i::4].count(0) / max(1, len(sample[i::4])) for i in range(4)]
    shapes = {
        "utf-32-le": (0, 1, 1, 1),
        "utf-32-be": (1, 1, 1, 0),
        "utf-16-le": (0, 1, 0, 1),
        "utf-16-be": (1, 0, 1, 0),
    }
    for codec, shape in shapes.items():
        fits = (
            share > 0.6 if want else share < 0.05 for share, want in zip(nul, shape, strict=True)
        )
        if all(fits):
            return codec
    return None


def _not_utf8(data: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    declared = _declared(data, content_type)
    if declared and not declared.lower().replace("_", "-").startswith("utf-8"):
        try:
            return data.decode(declared), ()
        except (UnicodeDecodeError, LookupError):
            pass
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad * 20 < sum(1 for byte in data if byte >= 0xC2):
        return text, (f"{bad} bytes are not UTF-8 and were replaced",)
    codec = _guess(data)
    return data.decode(codec, "replace"), (f"decoded as {codec} by guess",)


def _declared(data: bytes, content_type: str | None) -> str | None:
    header = (content_type or "").encode("ascii", "ignore")
    head = data[:4_096]
    match = _DECLARED.search(header) or _XML.search(head) or _DECLARED.search(head)
    name = match.group(1).decode("ascii") if match else ""
    if name.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}:
        # The web's Latin-1 is cp1252; its undefined bytes are left to the guess below.
        return "cp1252"
    return name if _TEXT_CODEC.match(name) else None


def _guess(data: bytes) -> str:
    """cp1252 for text with a few high bytes, charset-normalizer's guess for more."""
    high = sum(1 for byte in data[:20_000] if byte >= 0x80)
    if high * 5 > min(len(data), 20_000):
        # Imported here: slow, and only for old encodings of other scripts.
        from charset_normalizer import from_bytes

        best = from_bytes(data[:20_000]).best()
        if best and best.encoding:
            return str(best.encoding)
    return "cp1252"
