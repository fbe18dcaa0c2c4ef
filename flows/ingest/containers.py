"""Files and archives to single units: WARC records, zip members, JSON lines, gzip; nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from flows.ingest import limits, warc, zipped
from flows.ingest.bounded import DAMAGE, TooLargeError, bounded, read_up_to, unpacked
from flows.ingest.content import corrected
from flows.ingest.files import PACKED
from flows.ingest.model import Problem, Unit

Item = Unit | Problem
_STREAMED = frozenset({"warc", "jsonl"})
"""Kinds that are read record by record, however long they are."""
_NAMES = {
    "html": "a web page",
    "pdf": "a PDF",
    "xml": "XML",
    "zip": "a zip archive",
    "gzip": "packed by gzip",
    "warc": "a web archive",
}


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
    try:
        if name.lower().endswith(PACKED) and kind != "warc":  # the reader of web archives unpacks them itself
            stream = unpacked(stream, _limit(kind))
        if kind == "warc":
            yield from warc.records(source_ref, stream)
        elif kind == "jsonl":
            yield from _lines(source_ref, stream)
        elif kind == "zip":
            yield from _zip(source_ref, stream, depth)
        else:
            yield from _single(source_ref, kind, read_up_to(stream, limits.MAX_FILE_BYTES), own, depth)
    except TooLargeError as error:
        yield _problem(source_ref, "too_large", str(error))
    except (*DAMAGE, RecursionError) as error:
        yield _problem(
            source_ref, "archive_damaged", f"Reading stopped here: {type(error).__name__}: {str(error)[:160]}"
        )


def _limit(kind: str) -> int:
    """Bytes that something packed may unpack to."""
    return limits.MAX_CONTAINER_BYTES if kind in _STREAMED else limits.MAX_RECORD_BYTES


def _problem(source_ref: str, code: str, message: str, level: str = "error") -> Problem:
    return Problem(level, code, message, source_ref)


def _single(source_ref: str, kind: str, data: bytes, own: bool, depth: int) -> Iterator[Item]:
    """One document as a unit; what is plainly of another kind than its name says is read as that."""
    if not data.strip():
        yield _problem(source_ref, "empty", "The file is empty.")
        return
    found = corrected(kind, data)
    if found != kind:
        yield _problem(source_ref, "kind_corrected", f"By its bytes this is {_NAMES[found]}, and was read so.", "info")  # fmt: skip
    if found == "gzip":
        yield from expand(source_ref, kind, io.BytesIO(data), PACKED, own, depth + 1)
    elif found in ("zip", "warc"):
        yield from expand(source_ref, found, io.BytesIO(data), "", own, depth + 1)
    else:
        yield Unit(source_ref, found, data, own=own)


def _lines(source_ref: str, stream: BinaryIO) -> Iterator[Item]:
    number = 0
    while line := stream.readline(limits.MAX_RECORD_BYTES + 1):
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
        stream = io.BytesIO(read_up_to(stream, limits.MAX_FILE_BYTES))
    for member in zipped.members(source_ref, stream):
        if isinstance(member, Problem):
            yield member
        else:
            yield from _member(member, depth)


def _member(member: zipped.Member, depth: int) -> Iterator[Item]:
    """The units of one member; archives are held in memory, since a stream out of an archive cannot be wound back."""
    streamed = member.kind in _STREAMED
    try:
        with member.open() as opened:
            limit = limits.MAX_CONTAINER_BYTES if streamed else limits.MAX_FILE_BYTES
            inner = bounded(opened, limit) if streamed else io.BytesIO(read_up_to(opened, limit))
            yield from expand(member.source_ref, member.kind, inner, member.name, depth=depth + 1)
    except TooLargeError as error:
        yield _problem(member.source_ref, "too_large", str(error))
    except (zipfile.BadZipFile, *DAMAGE) as error:
        yield _problem(member.source_ref, "archive_damaged", f"The member cannot be read: {str(error)[:160]}")
