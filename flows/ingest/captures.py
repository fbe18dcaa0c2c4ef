"""Captured bytes: content-addressed, written once, and the locks that say what was captured, where and when."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.ingest.addresses import canonical
from flows.ingest.content import charset_of, kind_of_content
from flows.ingest.model import Problem, Unit
from flows.ingest.stated_dates import moment

_SHA = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Lock:
    """One line of a lock file: at this time this address gave these bytes."""

    url: str
    time: str
    sha256: str
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


def blob_path(captures: Path, sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return captures / sha256[:2] / sha256


def store(captures: Path, data: bytes) -> str:
    """Write `data` once under its digest; returns the digest."""
    digest = hashlib.sha256(data).hexdigest()
    path = blob_path(captures, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{digest}.{os.getpid()}.partial")
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, path)
    return digest


def append_lock(path: Path, lock: Lock) -> None:
    """Add one line to a lock file, on disk before it counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({k: v for k, v in asdict(lock).items() if v}, ensure_ascii=False) + "\n"
    with path.open("ab+") as stream:
        if stream.tell() and _last_byte(path) != b"\n":
            line = "\n" + line
        stream.write(line.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1)


def read_locks(path: Path) -> Iterator[Lock | int]:
    """The lines of a lock file in order; the number of a line that cannot be read in its place."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield _lock(json.loads(line))
            except (ValueError, TypeError, KeyError):
                yield number


def _lock(record: dict[str, Any]) -> Lock:
    if not _SHA.match(record["sha256"]):
        raise ValueError("not a digest")
    known = {name: str(record[name]) for name in Lock.__slots__ if record.get(name) is not None}
    return Lock(**known)


def latest(path: Path, source_ref: str) -> Iterator[tuple[int, str, Lock] | Problem]:
    """The latest capture of every address in a lock file, with its line; older ones are versions of the same report."""
    newest: dict[str, tuple[int, Lock]] = {}
    for number, lock in enumerate(read_locks(path), start=1):
        if isinstance(lock, int):
            yield Problem(
                "warning", "lock_damaged", f"Line {lock} of the lock file cannot be read.", source_ref
            )
            continue
        address = canonical(lock.url) or lock.url
        if address not in newest or lock.time >= newest[address][1].time:
            newest[address] = (number, lock)
    for address, (number, lock) in sorted(newest.items(), key=lambda item: item[1][0]):
        yield number, address, lock


def captured(captures: Path, source_ref: str, address: str, lock: Lock) -> Iterator[Unit | Problem]:
    """The bytes of one capture as a unit; a problem where they are gone, changed or of a kind that is not read."""
    try:
        data = blob_path(captures, lock.sha256).read_bytes()
    except OSError:
        yield Problem(
            "error",
            "capture_missing",
            f"The bytes of {lock.url} are not in {captures.name}; capture them again.",
            source_ref,
        )
        return
    kind = kind_of_content(lock.content_type, data)
    if hashlib.sha256(data).hexdigest() != lock.sha256:
        yield Problem(
            "error", "capture_changed", f"The bytes of {lock.url} are not those that were locked.", source_ref
        )
    elif kind is None:
        yield Problem(
            "info",
            "not_read",
            f"{lock.url} is {lock.content_type or 'of an unknown kind'}, which is not read.",
            source_ref,
        )
    else:
        yield Unit(source_ref, kind, data, address, moment(lock.time), charset_of(lock.content_type))
