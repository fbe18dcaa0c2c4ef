"""A release carried to another place: a folder (file://) or object storage (s3://), the pointer last.

Objects that stand there with the right bytes are left, so a cut upload goes on where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pyarrow import fs

from flows.publish.files import SUMS, PublishError, listed, read_json, sha256
from flows.publish.verify import verify

POINTERS = (
    "runs/index.html",
    "runs/metrics.parquet",
    "index.html",
    "index.json",
    "latest.json",
)  # in this order, after everything else


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What an upload did."""

    sent: int
    there: int


def filesystem(target: str) -> tuple[fs.FileSystem, str]:
    """Return the file system and the folder in it that `target` means.

    For s3:// the environment gives keys and, for a server of one's own, AWS_ENDPOINT_URL.
    """
    parts = urlsplit(target)
    if parts.scheme == "file":
        return fs.LocalFileSystem(), parts.path.rstrip("/")
    if parts.scheme == "s3":
        endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
        options = {"endpoint_override": endpoint.netloc, "scheme": endpoint.scheme} if endpoint.netloc else {}
        return fs.S3FileSystem(**options), (parts.netloc + parts.path).rstrip("/")
    raise PublishError(f"{target}: give a folder as file:///path or a bucket as s3://bucket/path")


def upload(release: Path, target: str, told: Callable[[str], None] = lambda _: None) -> Uploaded:
    """Copy `release` below `target` and move the pointers there last; `told` hears of every file sent."""
    problems = verify(release)
    if problems:
        raise PublishError(f"{release}: not sound, so not uploaded: {problems[0]}")
    place, root = filesystem(target)
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
        _send(place, name, path.read_bytes())
        told(name)
        sent += 1
    for pointer in POINTERS:
        source = release.parent / pointer
        if source.exists() and _is_due(release, pointer):
            _send(place, f"{root}/{pointer}", source.read_bytes())
            told(f"{root}/{pointer}")
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
    import hashlib

    with place.open_input_stream(name) as stream:
        digest = hashlib.sha256()
        while block := stream.read(1 << 22):
            digest.update(block)
    return digest.hexdigest() == sha256(path)


def _send(place: fs.FileSystem, name: str, content: bytes) -> None:
    """Write one object; on a local disk whole or not at all."""
    if isinstance(place, fs.LocalFileSystem):
        place.create_dir(name.rsplit("/", 1)[0], recursive=True)
        partial = f"{name}.partial"
        with place.open_output_stream(partial) as stream:
            stream.write(content)
        place.move(partial, name)
        return
    with place.open_output_stream(name) as stream:
        stream.write(content)
