"""Takes single files and addresses into the inputs of the next run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.common.settings import Settings
from flows.common.version import file_hash
from flows.ingest.files import KINDS, kind_of
from flows.run import UserError


def add_all(settings: Settings, what: Sequence[str]) -> Iterator[str]:
    """Take in each of `what`, a file or an address; say what became of it.

    Everything is looked at before anything is taken, so that a mistyped name leaves nothing behind.
    """
    folder = settings.raw / "captures" / "added"
    for item in what:
        if not _is_address(item):
            _check(Path(item))
    folder.mkdir(parents=True, exist_ok=True)
    for item in what:
        if not _is_address(item):
            yield _copied(Path(item), folder)
    if addresses := [item for item in what if _is_address(item)]:
        yield from _fetched(addresses, settings)
    yield "`sinergi run` takes it in"


def _is_address(item: str) -> bool:
    return item.startswith(("http://", "https://"))


def _check(path: Path) -> None:
    if not path.is_file():
        raise UserError(f"{path}: no such file; give files or http(s) addresses")
    if kind_of(path.name) is None:
        raise UserError(f"{path}: this kind of file is not read; give one of {' '.join(sorted(KINDS))}")
    if not os.access(path, os.R_OK):
        raise UserError(f"{path}: not readable; change its permissions")


def _copied(path: Path, folder: Path) -> str:
    digest = file_hash(path)
    target = folder / path.name
    if target.exists() and file_hash(target) != digest:
        target = folder / f"{path.stem}-{digest[:8]}{path.suffix}"
    if target.exists():
        return f"{path}: is there already ({target})"
    partial = target.with_name(f".{target.name}.partial")
    shutil.copyfile(path, partial)
    os.replace(partial, target)
    return f"{path}: taken in as {target}"


def _fetched(addresses: list[str], settings: Settings) -> Iterator[str]:
    """Capture single addresses.  Raises UserError where none of them gave anything."""
    from flows.common.issues import IssueLog
    from flows.ingest.capture import capture_urls

    log = IssueLog("add")
    counts = capture_urls(addresses, settings.raw, log)
    for issue in log.entries:
        yield f"{issue.source_ref}: not taken in: {issue.message}"
    captured, same = counts.get("captured", 0), counts.get("unchanged", 0)
    if not captured + same:
        raise UserError(
            f"{addresses[0]}: not taken in: {log.entries[0].message if log.entries else 'no answer'}"
        )
    yield f"{captured} of {len(addresses)} addresses taken in, {same} unchanged"
