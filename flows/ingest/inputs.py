"""What is opened as a whole: a file, or the bytes of one capture, each with a stamp that changes when its bytes may have."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from flows.ingest import limits
from flows.ingest.captures import blob_path, captured, latest
from flows.ingest.containers import expand
from flows.ingest.files import Found
from flows.ingest.model import Problem, Unit


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `stamp` says its size, times and place on disk, `items` opens it."""

    name: str
    stamp: str
    items: Callable[[], Iterator[Unit | Problem]]


def inputs(files: Sequence[Found], raw: Path) -> Iterator[Input | Problem]:
    """Every input of every file, in order; a file that is not opened is a problem in its place."""
    for found in files:
        if found.refusal or found.kind is None:
            message = found.refusal or "This kind of file is not supported and was not read."
            yield Problem("warning" if found.refusal else "info", "not_read", message, found.source_ref)
        elif found.kind == "lock":
            yield from _captures(found)
        else:
            yield _file(found, raw)


def _file(found: Found, raw: Path) -> Input | Problem:
    try:
        stat = found.path.stat()
    except OSError as error:
        return _unreadable(found, error)
    if stat.st_size > limits.MAX_CONTAINER_BYTES:
        return Problem(
            "error",
            "too_large",
            f"Larger than {limits.MAX_CONTAINER_BYTES} bytes; split it.",
            found.source_ref,
        )
    own = _within(found.path.parent, raw / "notes")
    stamp = f"{_stamp(stat)}:{found.kind}:{own}"
    return Input(f"{found.source_ref}\x1f{found.path}", stamp, partial(_opened, found, own))


def _opened(found: Found, own: bool) -> Iterator[Unit | Problem]:
    try:
        with found.path.open("rb") as stream:
            yield from expand(found.source_ref, found.kind or "", stream, found.path.name, own)
    except OSError as error:
        yield _unreadable(found, error)


def _unreadable(found: Found, error: OSError) -> Problem:
    return Problem(
        "error", "unreadable", f"The file cannot be read: {error.strerror or error}.", found.source_ref
    )


def _captures(found: Found) -> Iterator[Input | Problem]:
    """The latest capture of every address of a lock file."""
    captures = found.path.parent.parent
    for item in latest(found.path, found.source_ref):
        if isinstance(item, Problem):
            yield item
            continue
        number, address, lock = item
        source_ref = f"{found.source_ref}#{number}"
        try:
            stamp = _stamp(blob_path(captures, lock.sha256).stat())
        except OSError:
            stamp = "missing"
        yield Input(
            f"{source_ref}\x1f{found.path}",
            f"{stamp}:{lock.sha256}:{lock.time}:{lock.url}",
            partial(captured, captures, source_ref, address, lock),
        )


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}"


@lru_cache(maxsize=1024)
def _within(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())
