"""Bytes to text: the right encoding, and repairs only where the text needs them, so that clean texts keep their offsets."""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass

import ftfy
from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_BREAKS = str.maketrans("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n" * 8)
_SPACES = str.maketrans(
    dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        " ",
    )
)
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}[0-9]{0,2});")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac\u2122]|â[€\u0080][^ ]?|ï»¿")
_CUT_QUOTE = re.compile("â€(?=[\\s,.;:!?)]|$)")
"""A closing quote decoded wrongly, whose last byte no character of Windows-1252 stands for and which was dropped."""
_DOUBLE_BYTE = {"¡°": "“", "¡±": "”", "¡®": "‘", "¡¯": "’", "¡ª": "—", "¡­": "…", "¡¤": "·", "¡¢": ","}
_DOUBLE_BYTE_SIGN = re.compile("|".join(map(re.escape, _DOUBLE_BYTE)))
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536


class UndecodableError(ValueError):
    """The bytes are not text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and the repairs it took (none for clean UTF-8)."""

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode and repair `data`; `declared` is the encoding that a header claims, used only where UTF-8 fails."""
    text, encoding = to_text(data, declared)
    repaired, repairs = repair(text)
    if encoding != "utf-8":
        repairs = (f"encoding {encoding}", *repairs)
    return Decoded(repaired, encoding, repairs)


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Mend a text that was damaged on its way; returns it with the names of the repairs made.

    Line breaks become newlines and odd spaces plain ones, one for one; the rest changes a text only where
    it holds signs of damage.
    """
    done = []
    text = normalise(text)
    if "â€" in text and _CUT_QUOTE.search(text):
        text = _CUT_QUOTE.sub("”", text)
        done.append("cut quotes")
    if _MOJIBAKE.search(text):
        mended = ftfy.fix_encoding(text)
        if mended != text:
            text = normalise(mended)
            done.append("wrong decoding")
    if _DOUBLE_BYTE_SIGN.search(text):
        text = _DOUBLE_BYTE_SIGN.sub(lambda m: _DOUBLE_BYTE[m.group()], text)
        done.append("double-byte quotes")
    if "&" in text and _ENTITY.search(text):
        unescaped = _unescape(text)
        if unescaped != text:
            text = normalise(unescaped)
            done.append("entities")
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
        done.append("invisible characters")
    return text, tuple(done)


def normalise(text: str) -> str:
    """Newlines as `\\n`, odd spaces as plain ones, no lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.translate(_SPACES)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.translate(_LINE_BREAKS)


def _unescape(text: str) -> str:
    """Entities to characters, twice where they were escaped twice."""
    once = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    return _ENTITY.sub(lambda m: html.unescape(m.group()), once) if "&amp;" in text else once


def to_text(data: bytes, declared: str | None) -> tuple[str, str]:
    """Decode without repairs, for markup that is parsed first; returns the text and its encoding."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    if wide := _without_mark(data):
        return data.decode(wide, "replace"), wide
    if looks_binary(data):
        raise UndecodableError("the bytes are not text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return data.decode("utf-8", "cp1252-bytes"), "utf-8 with stray bytes"
    named = _codec(declared)
    if named is not None and named != "utf-8":
        try:
            return data.decode(named), named
        except UnicodeDecodeError:
            pass
    return _guess(data)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark: in Latin script every second byte is zero, and hardly any other."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def looks_binary(data: bytes) -> bool:
    """True where control characters show that the bytes are no text in any 8-bit encoding."""
    sample = data[:_SAMPLE]
    return len(_BINARY.findall(sample)) > max(2, len(sample) // 100)


def _mostly_utf8(data: bytes) -> bool:
    """True where far more non-ASCII bytes form valid UTF-8 than not."""
    sample = data[:_SAMPLE]
    valid = sum(ord(c) > 127 for c in sample.decode("utf-8", "ignore"))
    stray = sample.decode("utf-8", "replace").count("\ufffd")
    return valid > stray or (stray <= 2 and valid > 0)


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().strip("\"'")[:40]).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii", "latin-1") else found


def _guess(data: bytes) -> tuple[str, str]:
    """Windows-1252 unless the bytes as a whole read better in another encoding."""
    high = sum(byte > 127 for byte in data[:_SAMPLE])
    if high > len(data[:_SAMPLE]) * 0.3 and not _DOUBLE_BYTE_SIGN.search(data[:_SAMPLE].decode("latin-1")):
        best = from_bytes(data[:8192], steps=3, chunk_size=512).best()
        if best is not None:
            return data.decode(best.encoding, "replace"), best.encoding
    return data.decode("cp1252", "cp1252-bytes"), "cp1252"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Error handler: a byte that is not valid here is read as Windows-1252, or as Latin-1 where that has no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    characters = (
        bytes([b]).decode("cp1252", "ignore") or chr(b) for b in error.object[error.start : error.end]
    )
    return "".join(characters), error.end


codecs.register_error("cp1252-bytes", _stray)
