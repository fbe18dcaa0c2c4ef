"""Readings kept between runs: the same bytes, read by the same readers, are not read again."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import zlib
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from flows.ingest.model import READER_VERSION, Hint, Outcome, Problem, Reading, Unit

_TABLES = tuple(Path(__file__).parent / name for name in ("lang", "pages"))
_BATCH = 500


@cache
def _version() -> str:
    """Changes with the readers, with every table of words and with what is known of outlets' pages."""
    digest = hashlib.sha256(READER_VERSION.encode())
    for path in sorted(path for folder in _TABLES for path in folder.glob("*.yml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Cache:
    """A table of outcomes by unit; a damaged file is started afresh."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "readings.sqlite"
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._connection = _open(path)
        self._pending: list[tuple[str, bytes]] = []
        self.hits = 0

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()
        self._connection.close()

    def get(self, unit: Unit) -> Outcome | None:
        """The outcome of the same bytes read before, with this unit's own place and time."""
        row = self._connection.execute(
            "SELECT outcome FROM readings WHERE unit = ?", (_key(unit),)
        ).fetchone()
        if row is None:
            return None
        try:
            outcome = _load(json.loads(zlib.decompress(row[0])), unit)
        except (ValueError, KeyError, TypeError, zlib.error):
            return None
        self.hits += 1
        return outcome

    def put(self, unit: Unit, outcome: Outcome) -> None:
        """Keep an outcome, unless its reader had to be stopped."""
        if any(problem.code == "reader_stopped" for problem in outcome.problems):
            return
        self._pending.append((_key(unit), zlib.compress(json.dumps(_dump(outcome, unit)).encode(), 1)))
        if len(self._pending) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", self._pending)
        self._pending.clear()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS readings (unit TEXT PRIMARY KEY, outcome BLOB NOT NULL) WITHOUT ROWID"
    )
    return connection


def _key(unit: Unit) -> str:
    parts = (_version(), unit.kind, unit.charset or "", unit.url or "", unit.sha256)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def _dump(outcome: Outcome, unit: Unit) -> dict[str, Any]:
    readings = []
    for reading in outcome.readings:
        fields = asdict(reading)
        fields["source_ref"] = reading.source_ref.removeprefix(unit.source_ref)
        fields["sketch"] = base64.b64encode(reading.sketch).decode()
        fields["published_at"] = reading.published_at and reading.published_at.isoformat()
        own_time = reading.retrieved_at and reading.retrieved_at != unit.retrieved_at
        fields["retrieved_at"] = (
            reading.retrieved_at.isoformat() if own_time and reading.retrieved_at else None
        )
        readings.append(fields)
    hints = [(h.url, h.published_at and h.published_at.isoformat(), h.title) for h in outcome.hints]
    return {"readings": readings, "problems": [asdict(p) for p in outcome.problems], "hints": hints}


def _load(stored: dict[str, Any], unit: Unit) -> Outcome:
    outcome = Outcome(problems=[Problem(**p) for p in stored["problems"]], remembered=True)
    outcome.hints = [
        Hint(url, date.fromisoformat(day) if day else None, title) for url, day, title in stored["hints"]
    ]
    for fields in stored["readings"]:
        own_time = fields.pop("retrieved_at")
        fields["sketch"] = base64.b64decode(fields["sketch"])
        fields["published_at"] = (
            date.fromisoformat(fields["published_at"]) if fields["published_at"] else None
        )
        reading = Reading(**fields)
        outcome.readings.append(
            replace(
                reading,
                source_ref=unit.source_ref + reading.source_ref,
                retrieved_at=datetime.fromisoformat(own_time) if own_time else unit.retrieved_at,
                own=unit.own,
            )
        )
    return outcome
