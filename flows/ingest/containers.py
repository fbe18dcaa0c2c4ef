"""Files and archives to single units: WARC records, zip members, JSON lines, gzip; nothing is ever unpacked to disk."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.ingest import limits
from flows.ingest.addresses import canonical
from flows.ingest.decode import normalise
from flows.ingest.files import kind_of
from flows.ingest.model import Problem, Unit
from flows.ingest.stated_dates import moment

Item = Unit | Problem
_CONTENT_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "text",
    "text/markdown": "note",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
_DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    IndexError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
    TypeError,
)


def kind_of_content(content_type: str, data: bytes = b"") -> str | None:
    """The kind of unit that a content type, or else the first bytes, promise."""
    named = _CONTENT_KINDS.get(content_type.split(";", 1)[0].strip().lower())
    start = data[:512].lstrip().lower()
    if start.startswith(b"%pdf-"):
        return "pdf"
    if named == "xml" and b"<html" in start:
        return "html"
    if named in (None, "text") and start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if named in (None, "html") and start.startswith((b"<?xml", b"<rss", b"<feed")) and b"<html" not in start:
        return (
            "xml"
            if b"<rss" in start
            or b"<feed" in start
            or b"<urlset" in start
            or b"<sitemapindex" in start
            or named is None
            else named
        )
    return named


def charset_of(content_type: str) -> str | None:
    """The charset that a content type names."""
    _, _, rest = content_type.lower().partition("charset=")
    return rest.split(";", 1)[0].strip(" \"'")[:40] or None


def expand(
    source_ref: str, kind: str, stream: BinaryIO, name: str, own: bool = False, depth: int = 0
) -> Iterator[Item]:
    """Every unit of one input, in order; what cannot be read is a problem in its place."""
    if depth > limits.MAX_DEPTH:
        yield _problem(
            source_ref,
            "too_deep",
            f"More than {limits.MAX_DEPTH} archives within each other; unpack the outer ones.",
        )
        return
    steps: dict[str, Callable[[str, BinaryIO, int], Iterator[Item]]] = {
        "zip": _zip,
        "warc": _warc,
        "jsonl": _lines,
    }
    try:
        if name.lower().endswith(".gz") and kind != "warc":
            stream = Bounded(
                gzip.GzipFile(fileobj=stream),
                limits.MAX_CONTAINER_BYTES if kind == "jsonl" else limits.MAX_RECORD_BYTES,
            )
        if kind in steps:
            yield from steps[kind](source_ref, stream, depth)
            return
        data = stream.read(limits.MAX_FILE_BYTES + 1)
        if len(data) > limits.MAX_FILE_BYTES:
            yield _problem(source_ref, "too_large", f"Larger than {limits.MAX_FILE_BYTES} bytes.")
        elif not data.strip():
            yield _problem(source_ref, "empty", "The file is empty.")
        else:
            yield Unit(source_ref, kind, data, own=own)
    except TooLargeError as error:
        yield _problem(source_ref, "too_large", str(error))
    except (*_DAMAGE, RecursionError) as error:
        yield _problem(
            source_ref, "archive_damaged", f"Reading stopped here: {type(error).__name__}: {str(error)[:160]}"
        )


def _problem(source_ref: str, code: str, message: str, level: str = "error") -> Problem:
    return Problem(level, code, message, source_ref)


class TooLargeError(Exception):
    """More bytes than allowed."""


class Bounded(io.RawIOBase, BinaryIO):
    """A stream that refuses to give more than `limit` bytes, whatever it decompresses to."""

    def __init__(self, inner: BinaryIO | gzip.GzipFile, limit: int) -> None:
        super().__init__()
        self._inner, self._left, self._limit = inner, limit, limit

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fill `buffer` from the stream."""
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError(f"It decompresses to more than {self._limit} bytes and was refused.")
        buffer[: len(data)] = data
        return len(data)


def _lines(source_ref: str, stream: BinaryIO, depth: int) -> Iterator[Item]:
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    number = 0
    while line := buffered.readline(limits.MAX_RECORD_BYTES + 1):
        number += 1
        if len(line) > limits.MAX_RECORD_BYTES:
            yield _problem(
                f"{source_ref}#{number}",
                "too_large",
                "The line is too long; the rest of the file was not read.",
            )
            return
        if line.strip():
            yield Unit(f"{source_ref}#{number}", "json", line.strip())
    if not number:
        yield _problem(source_ref, "empty", "The file is empty.")


def _zip(source_ref: str, stream: BinaryIO, depth: int) -> Iterator[Item]:
    if not stream.seekable():
        stream = io.BytesIO(_bounded_read(stream, limits.MAX_FILE_BYTES))
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        yield _problem(source_ref, "archive_damaged", f"The zip file cannot be opened: {str(error)[:160]}")
        return
    total = 0
    with archive:
        if not any(not member.is_dir() for member in archive.infolist()):
            yield _problem(source_ref, "empty", "The zip file holds no file.")
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            name = f"{source_ref}!{normalise(member.filename)}"
            if member.is_dir():
                continue
            refusal = _refusal(member)
            if refusal:
                yield refusal_of(name, refusal)
                continue
            total += member.file_size
            if total > limits.MAX_EXPANDED_BYTES:
                yield _problem(
                    source_ref, "too_large", "The archive expands beyond the limit; the rest was not read."
                )
                return
            yield from _member(archive, member, name, depth)


def refusal_of(name: str, refusal: tuple[str, str]) -> Problem:
    """A refusal as a problem."""
    return _problem(name, *refusal, level="warning")


def _refusal(member: zipfile.ZipInfo) -> tuple[str, str] | None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if (
        not path.parts
        or path.is_absolute()
        or ".." in path.parts
        or ":" in path.parts[0]
        or "\0" in member.orig_filename
    ):
        return "member_escapes", "The member's name leads out of the archive; it was refused."
    if (member.external_attr >> 16) & 0o170000 == 0o120000:
        return "member_link", "The member is a link; it was refused."
    if member.flag_bits & 1:
        return "member_encrypted", "The member is encrypted; save it without a password."
    if path.name.startswith(".") or "__MACOSX" in path.parts:
        return "not_read", "Hidden files are not read."
    if kind_of(path.name) is None:
        return "not_read", "This kind of file is not supported."
    if member.file_size > limits.RATIO_FREE_BYTES and member.file_size > limits.MAX_RATIO * max(
        1, member.compress_size
    ):
        return "ratio", f"The member expands more than {limits.MAX_RATIO} times and was refused."
    return None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, depth: int) -> Iterator[Item]:
    kind = kind_of(member.filename) or "text"
    limit = limits.MAX_CONTAINER_BYTES if kind in ("warc", "jsonl") else limits.MAX_FILE_BYTES
    try:
        with archive.open(member) as opened:
            if kind == "jsonl" or kind == "warc":
                yield from expand(name, kind, Bounded(opened, limit), member.filename, depth=depth + 1)  # type: ignore[arg-type]
            else:
                data = _bounded_read(opened, limit)  # type: ignore[arg-type]
                yield from expand(name, kind, io.BytesIO(data), member.filename, depth=depth + 1)
    except TooLargeError as error:
        yield _problem(name, "too_large", str(error))
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        yield _problem(name, "archive_damaged", f"The member cannot be read: {str(error)[:160]}")


def _bounded_read(stream: BinaryIO, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(f"It holds more than {limit} bytes and was refused.")
    return data


def _warc(source_ref: str, stream: BinaryIO, depth: int) -> Iterator[Item]:
    number = passed = 0
    try:
        records = ArchiveIterator(stream)
        while (record := _quietly(partial(next, records, None))) is not None:
            number += 1
            if number > limits.MAX_RECORDS:
                yield _problem(source_ref, "too_large", "More records than the limit; the rest was not read.")
                return
            item = _quietly(partial(_record, f"{source_ref}#{number}", record))
            if item is None:
                passed += 1
            else:
                yield item
    except (ArchiveLoadFailed, UnicodeError, *_DAMAGE) as error:
        yield _problem(source_ref, "archive_damaged", f"Damaged after record {number}: {str(error)[:160]}")
        return
    if not number:
        yield _problem(source_ref, "empty", "The archive has no record.")
    elif passed:
        yield _problem(
            source_ref,
            "records_passed_over",
            f"{passed} of {number} records hold no page that was read (requests, errors, pictures).",
            "info",
        )


def _quietly(step: Callable[[], Any]) -> Any:
    """Run one step of the archive reader, which writes its remarks on damage to the terminal."""
    with contextlib.redirect_stderr(io.StringIO()):
        return step()


def _record(source_ref: str, record: object) -> Item | None:
    """A response, resource or conversion record as a unit; None for the rest."""
    headers, http = getattr(record, "rec_headers", None), getattr(record, "http_headers", None)
    kind = getattr(record, "rec_type", None)
    if headers is None or kind not in ("response", "resource", "conversion"):
        return None
    if kind == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    stated = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
    data = record.content_stream().read(limits.MAX_RECORD_BYTES + 1)  # type: ignore[attr-defined]
    if len(data) > limits.MAX_RECORD_BYTES:
        return _problem(
            source_ref,
            "too_large",
            f"The record holds more than {limits.MAX_RECORD_BYTES} bytes and was refused.",
        )
    if getattr(getattr(record, "raw_stream", None), "limit", 0):
        return _problem(
            source_ref, "archive_damaged", "The record ends before its stated length; it was not read."
        )
    found = kind_of_content(stated, data)
    if found is None or not data.strip():
        return None
    captured: datetime | None = moment(headers.get_header("WARC-Date") or "")
    return Unit(
        source_ref,
        found,
        data,
        canonical(headers.get_header("WARC-Target-URI")),
        captured,
        charset_of(stated),
    )
