"""A release carried to another place: a folder (file://) or object storage (s3://), the pointer last.

Objects that stand there with the right bytes are left, so a cut upload goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyarrow import fs

from flows.common.storage import StorageError, filesystem
from flows.publish.files import SUMS, PublishError, listed, read_json, sha256
from flows.publish.verify import verify

POINTERS = (
    "runs/index.html",
    "runs/metrics.parquet",
    "index.html",
    "index.json",
    "latest.json",
)  # in this order, after everything else
BLOCK = 4 << 20
TYPES = {
    ".wasm": "application/wasm",
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".duckdb": "application/octet-stream",
}


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What an upload did."""

    sent: int
    there: int


def upload(release: Path, target: str, told: Callable[[str], None] = lambda _: None) -> Uploaded:
    """Copy `release` below `target` and move the pointers there last; `told` hears of every file sent."""
    problems = verify(release)
    if problems:
        raise PublishError(f"{release}: not sound, so not uploaded: {problems[0]}")
    try:
        place, root = filesystem(target)
    except StorageError as error:
        raise PublishError(str(error)) from error
    try:
        return _upload(release, place, root, told)
    except OSError as error:
        raise PublishError(
            f"{target}: {' '.join(str(error).split())[:300]}; run again to go on where it stopped"
        ) from error


def _upload(release: Path, place: fs.FileSystem, root: str, told: Callable[[str], None]) -> Uploaded:
    sent = there = 0
    marker = f"{root}/{release.name}/{SUMS}"
    standing = _read(place, marker)
    if standing is not None and standing != (release / SUMS).read_bytes():
        raise PublishError(f"{marker}: another release of this version stands there; a release never changes")
    files = [path for path in listed(release) if path.name != SUMS]
    for path in [*files, release / SUMS]:
        name = f"{root}/{release.name}/{path.relative_to(release).as_posix()}"
        if _same(place, name, path):
            there += 1
            continue
        _send(place, name, path)
        told(name)
        sent += 1
    beside = [path for path in listed(release.parent / "sql") if path.is_file()]
    pointers = [release.parent / pointer for pointer in POINTERS if _is_due(release, pointer)]
    for path in [*beside, *pointers]:
        name = f"{root}/{path.relative_to(release.parent).as_posix()}"
        if path.exists() and not (path in beside and _same(place, name, path)):
            _send(place, name, path)
            told(name)
    return Uploaded(sent, there)


def _is_due(release: Path, pointer: str) -> bool:
    """Only the latest release moves latest.json."""
    return pointer != "latest.json" or read_json(release.parent / pointer)["version"] == release.name


def _read(place: fs.FileSystem, name: str) -> bytes | None:
    if place.get_file_info(name).type != fs.FileType.File:
        return None
    with place.open_input_stream(name) as stream:
        return bytes(stream.read())


def _same(place: fs.FileSystem, name: str, path: Path) -> bool:
    info = place.get_file_info(name)
    if info.type != fs.FileType.File or info.size != path.stat().st_size:
        return False
    with place.open_input_stream(name) as stream:
        digest = hashlib.sha256()
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest() == sha256(path)


def _send(place: fs.FileSystem, name: str, path: Path) -> None:
    """Write one object block by block; it is there whole or not at all."""
    if isinstance(place, fs.LocalFileSystem):
        place.create_dir(name.rsplit("/", 1)[0], recursive=True)
        partial = f"{name}.partial"
        _copy(path, place, partial, None)
        place.move(partial, name)
        return
    _copy(path, place, name, {"Content-Type": content_type(path)})


def _copy(path: Path, place: fs.FileSystem, name: str, metadata: dict[str, str] | None) -> None:
    with path.open("rb") as source, place.open_output_stream(name, metadata=metadata) as stream:
        while block := source.read(BLOCK):
            stream.write(block)


def content_type(path: Path) -> str:
    """Return what a browser takes a file for: pages are shown and not saved."""
    guessed = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
