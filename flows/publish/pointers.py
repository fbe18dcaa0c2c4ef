"""What stands beside the releases: index.json, latest.json, the publisher's lock, tombstones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.publish import site
from flows.publish.files import SUMS, PublishError, read_json, replace_text, sha256, to_json

LOCK = ".publish.lock"
INDEX = "index.json"
LATEST = "latest.json"
TOMBSTONE = "WITHDRAWN.json"
CORE = ("events", "actors", "programmes", "reports")


@contextmanager
def publisher(out: Path) -> Iterator[None]:
    """Hold the publisher's lock of `out`; a second publisher is told so at once.  A dead one's leavings are cleared."""
    import fcntl

    out.mkdir(parents=True, exist_ok=True)
    handle = os.open(out / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PublishError(
                f"{out}: another publisher is at work here; wait until it is done and run again"
            ) from error
        for leaving in sorted(out.glob(".building-*")):
            shutil.rmtree(leaving, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def entries(out: Path) -> list[dict[str, Any]]:
    """Return the entries of index.json, the oldest first."""
    path = out / INDEX
    return list(read_json(path)["releases"]) if path.exists() else []


def enter(out: Path, manifest: Mapping[str, Any]) -> None:
    """Write index.json with a new release, then latest.json."""
    version = manifest["version"]
    entry = {
        "version": version,
        "status": "published",
        "as_of": manifest["as_of"],
        "previous": manifest["previous"],
        "schema_version": manifest["schema_version"],
        "path": f"{version}/",
        "rows": {name: manifest["tables"][name]["rows"] for name in CORE},
        "sha256sums_sha256": sha256(out / version / SUMS),
    }
    known = [one for one in entries(out) if one["version"] != version]
    write_index(out, [*known, entry])
    site.write(out)
    point_at(out, entry)


def write_index(out: Path, known: list[dict[str, Any]]) -> None:
    """Write index.json."""
    ordered = sorted(known, key=lambda one: order(one["version"]))
    replace_text(out / INDEX, to_json({"name": "sinergi", "releases": ordered}))


def point_at(out: Path, entry: Mapping[str, Any]) -> None:
    """Let latest.json point at a release."""
    kept = {key: entry[key] for key in ("version", "path", "as_of", "schema_version", "sha256sums_sha256")}
    replace_text(out / LATEST, to_json(kept))


def order(version: str) -> tuple[str, int]:
    """Return what releases are ordered by: the day, then the number on that day."""
    day, number = version.rsplit(".", 1)
    return (day, int(number))


def withdraw(out: Path, version: str, reason: str) -> Path:
    """Withdraw a release: its files go, a tombstone with the reason stays, latest.json moves to the newest that is left."""
    with publisher(out):
        known = entries(out)
        entry = next((one for one in known if one["version"] == version), None)
        if entry is None:
            raise PublishError(
                f"{out}: there is no release {version}; index.json lists {', '.join(e['version'] for e in known) or 'none'}"
            )
        if entry["status"] == "withdrawn":
            raise PublishError(f"{version}: already withdrawn: {entry['reason']}")
        if not reason.strip():
            raise PublishError(f"{version}: a withdrawal needs a reason")
        entry |= {"status": "withdrawn", "reason": " ".join(reason.split())}
        left = [one for one in known if one["status"] == "published"]
        write_index(out, known)
        site.write(out)
        if left:
            point_at(out, max(left, key=lambda one: order(one["version"])))
        else:
            (out / LATEST).unlink(missing_ok=True)
        return _bury(out, version, entry)


def _bury(out: Path, version: str, entry: Mapping[str, Any]) -> Path:
    grave = out / f".building-tombstone-{version}"
    shutil.rmtree(grave, ignore_errors=True)
    grave.mkdir()
    replace_text(grave / TOMBSTONE, to_json(dict(entry)))
    gone = out / f".building-gone-{version}"
    folder = out / version
    if folder.exists():
        os.rename(folder, gone)
    os.rename(grave, folder)
    shutil.rmtree(gone, ignore_errors=True)
    return folder / TOMBSTONE
