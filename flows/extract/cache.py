"""What was read is kept: one row per text, code and registries, in a small database beside the tables."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flows.extract.pool import Job, Outcome

_DATES = ("date_start", "date_end")


def key_of(*parts: str) -> str:
    """Return the key of one reading: everything that can change what is read."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Cache:
    """Readings by key.  A database that cannot be read is thrown away: it only saves time."""

    def __init__(self, path: Path, stamp: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stamp = hashlib.sha256(stamp.encode()).hexdigest()[:16]
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError:
            for file in path.parent.glob(path.name + "*"):
                file.unlink()
            self._db = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def get(self, jobs: Sequence[Job]) -> dict[str, Outcome]:
        """Return the outcomes that are known, by report id."""
        marks = ",".join("?" * len(jobs))
        query = f"SELECT key, value FROM readings WHERE key IN ({marks})"
        found = dict(self._db.execute(query, [job.key for job in jobs]).fetchall())
        return {
            job.report_id: _load(job.report_id, job.key, found[job.key]) for job in jobs if job.key in found
        }

    def put(self, outcome: Outcome) -> None:
        """Keep one outcome; `commit` makes it last."""
        self._db.execute(
            "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (outcome.key, self._stamp, dump(outcome))
        )

    def put_dumped(self, key: str, value: bytes) -> None:
        """Keep an outcome that another machine has dumped; `commit` makes it last."""
        self._db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (key, self._stamp, value))

    def commit(self) -> None:
        """Make everything put so far last."""
        self._db.commit()

    def prune(self) -> None:
        """Forget what other code or other registries read."""
        self._db.execute("DELETE FROM readings WHERE stamp <> ?", (self._stamp,))
        self._db.commit()


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute(
        "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, stamp TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID"
    )
    db.execute("SELECT count(*) FROM (SELECT key FROM readings LIMIT 1)").fetchone()
    return db


def dump(outcome: Outcome) -> bytes:
    """Return an outcome without an error as bytes."""
    value = [outcome.rows, outcome.published, outcome.relevant, outcome.seconds, outcome.issues]
    return zlib.compress(json.dumps(value, default=_text).encode("ascii"), 3)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _load(report_id: str, key: str, blob: bytes) -> Outcome:
    rows, published, relevant, seconds, issues = json.loads(zlib.decompress(blob))
    for row in rows["claims_events"]:
        for name in _DATES:
            row[name] = date.fromisoformat(row[name]) if row[name] else None
    return Outcome(
        report_id=report_id,
        key=key,
        rows=rows,
        published=date.fromisoformat(published) if published else None,
        relevant=relevant,
        seconds=seconds,
        issues=issues,
    )
