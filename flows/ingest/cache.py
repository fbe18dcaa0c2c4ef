"""What was read, kept between runs: an input that has not changed is not opened, the same bytes are not read again.

Four tables: `inputs` and `items` say which units a file held when its stamp was this, `readings` what a unit gave but
the texts, `texts` the texts, so that a run holds none of them in memory.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from flows.ingest.model import READER_VERSION, Hint, Outcome, Problem, Reading, Unit

_TABLES = tuple(Path(__file__).parent / name for name in ("lang", "pages"))
_BATCH = 500
_LAYOUT = 3
_PLAIN = (
    "source_type", "raw_sha256", "title", "url", "publisher", "byline", "lang", "published_basis", "given_id",
    "about", "relevance", "text_sha256", "text_length", "found_lang",
)  # fmt: skip


@cache
def _version() -> str:
    """Changes with the readers, with every table of words and with what is known of outlets' pages."""
    digest = hashlib.sha256(READER_VERSION.encode())
    for path in sorted(path for folder in _TABLES for path in folder.glob("*.yml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Cache:
    """Readings by unit, units by input; a damaged file is started afresh."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "readings.sqlite"
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            for file in folder.glob(path.name + "*"):
                file.unlink()
            self._connection = _open(path)
        self._readings: dict[bytes, str] = {}
        self._texts: dict[tuple[bytes, int], bytes] = {}
        self._items: list[tuple[int, int, bytes | None, str, str | None]] = []
        self._complete: list[tuple[int]] = []
        self.hits = 0

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.flush()
        self._connection.close()

    def items(self, name: str, stamp: str) -> Iterator[tuple[str, Outcome] | Problem] | None:
        """What the input held when it was read with this stamp, each outcome with its place; None where that is not known."""
        row = self._connection.execute(
            "SELECT input FROM inputs WHERE name = ? AND stamp = ? AND version = ? AND complete",
            (name, stamp, _version()),
        ).fetchone()
        lost = (
            row
            and self._connection.execute(
                "SELECT 1 FROM items WHERE input = ? AND unit IS NOT NULL AND unit NOT IN (SELECT unit FROM readings) LIMIT 1",
                row,
            ).fetchone()
        )
        return self._known(row[0]) if row and not lost else None

    def _known(self, number: int) -> Iterator[tuple[str, Outcome] | Problem]:
        rows = self._connection.execute(
            "SELECT unit, place, note, outcome FROM items LEFT JOIN readings USING (unit) WHERE input = ? ORDER BY number",
            (number,),
        )
        for unit, place, told, outcome in rows:
            if unit is None:
                yield Problem(*json.loads(told))
            else:
                self.hits += 1
                yield place, _restored(json.loads(outcome), unit, place, _moment(told))

    def opening(self, name: str, stamp: str) -> int:
        """Forget what an input held; returns the number that what it holds now is kept under."""
        with self._connection:
            old = "SELECT input FROM inputs WHERE name = ?"
            self._connection.execute(f"DELETE FROM items WHERE input IN ({old})", (name,))
            self._connection.execute("DELETE FROM inputs WHERE name = ?", (name,))
            added = self._connection.execute(
                "INSERT INTO inputs (name, stamp, version, complete) VALUES (?, ?, ?, 0)",
                (name, stamp, _version()),
            )
        return int(added.lastrowid or 0)

    def keep_item(self, number: int, at: int, item: Unit | Problem) -> None:
        """Note one item of an input, in its place among the others."""
        if isinstance(item, Problem):
            self._items.append((number, at, None, item.source_ref, json.dumps(astuple(item))))
        else:
            told = item.retrieved_at.isoformat() if item.retrieved_at else None
            self._items.append((number, at, _key(item), item.source_ref, told))
        if len(self._items) >= 10 * _BATCH:
            self.flush()

    def opened(self, number: int) -> None:
        """Note that every item of an input was noted."""
        self._complete.append((number,))

    def get(self, unit: Unit) -> Outcome | None:
        """The outcome of the same bytes read before, with this unit's own place and time."""
        outcome = self._load(_key(unit), unit.source_ref, unit.retrieved_at)
        self.hits += outcome is not None
        return outcome

    def keep(self, unit: Unit, outcome: Outcome) -> None:
        """Keep an outcome and take the texts out of its readings; nothing where its reader had to be stopped."""
        if any(problem.code == "reader_stopped" for problem in outcome.problems):
            return
        key = _key(unit)
        self._readings[key] = json.dumps(_dump(outcome, unit))
        for number, reading in enumerate(outcome.readings):
            self._texts[key, number] = zlib.compress(reading.text.encode("utf-8", "surrogatepass"), 1)
            reading.text, reading.place = "", (key, number)
        if len(self._readings) >= _BATCH:
            self.flush()

    def text(self, reading: Reading) -> str:
        """The text of a reading.  Raises KeyError where it is not kept."""
        if reading.place is None:
            return reading.text
        packed = self._texts.get(reading.place)
        if packed is None:
            row = self._connection.execute(
                "SELECT text FROM texts WHERE unit = ? AND number = ?", reading.place
            ).fetchone()
            if row is None:
                raise KeyError(reading.source_ref)
            packed = row[0]
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")

    def prune(self) -> None:
        """Forget what other readers read."""
        self.flush()
        with self._connection:
            self._connection.execute(
                "DELETE FROM texts WHERE unit IN (SELECT unit FROM readings WHERE version <> ?)",
                (_version(),),
            )
            self._connection.execute(
                "DELETE FROM items WHERE input IN (SELECT input FROM inputs WHERE version <> ?)",
                (_version(),),
            )
            for table in ("readings", "inputs"):
                self._connection.execute(f"DELETE FROM {table} WHERE version <> ?", (_version(),))

    def flush(self) -> None:
        """Make everything kept so far last."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)",
                ((unit, number, text) for (unit, number), text in self._texts.items()),
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)",
                ((unit, _version(), outcome) for unit, outcome in self._readings.items()),
            )
            self._connection.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?)", self._items)
            self._connection.executemany("UPDATE inputs SET complete = 1 WHERE input = ?", self._complete)
        for pending in (self._texts, self._readings, self._items, self._complete):
            pending.clear()

    def _load(self, key: bytes, source_ref: str, retrieved_at: datetime | None) -> Outcome | None:
        stored = self._readings.get(key)
        if stored is None:
            row = self._connection.execute("SELECT outcome FROM readings WHERE unit = ?", (key,)).fetchone()
            if row is None:
                return None
            stored = row[0]
        try:
            return _restored(json.loads(stored), key, source_ref, retrieved_at)
        except (ValueError, KeyError, TypeError):
            return None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_LAYOUT_SQL = """
    CREATE TABLE readings (unit BLOB PRIMARY KEY, version TEXT NOT NULL, outcome TEXT NOT NULL);
    CREATE TABLE texts (unit BLOB, number INTEGER, text BLOB NOT NULL, PRIMARY KEY (unit, number));
    CREATE TABLE inputs (
        input INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL, version TEXT NOT NULL, complete INTEGER NOT NULL
    );
    CREATE TABLE items (
        input INTEGER, number INTEGER, unit BLOB, place TEXT NOT NULL, note TEXT, PRIMARY KEY (input, number)
    ) WITHOUT ROWID;
"""


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
        for table in ("readings", "texts", "inputs", "items"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.executescript(_LAYOUT_SQL)
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")
    return connection


def _key(unit: Unit) -> bytes:
    parts = (_version(), unit.kind, unit.charset or "", unit.url or "", str(unit.own), unit.sha256)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()[:16]


def _dump(outcome: Outcome, unit: Unit) -> dict[str, Any]:
    readings = []
    for reading in outcome.readings:
        fields = {name: getattr(reading, name) for name in _PLAIN}
        fields["own"] = unit.own
        fields["source_ref"] = reading.source_ref.removeprefix(unit.source_ref)
        fields["sketch"] = base64.b64encode(reading.sketch).decode()
        fields["published_at"] = reading.published_at and reading.published_at.isoformat()
        own_time = reading.retrieved_at if reading.retrieved_at != unit.retrieved_at else None
        fields["retrieved_at"] = own_time and own_time.isoformat()
        readings.append(fields)
    hints = [(h.url, h.published_at and h.published_at.isoformat(), h.title) for h in outcome.hints]
    return {"readings": readings, "problems": [astuple(p) for p in outcome.problems], "hints": hints}


def _restored(stored: dict[str, Any], key: bytes, source_ref: str, retrieved_at: datetime | None) -> Outcome:
    outcome = Outcome(problems=[Problem(*p) for p in stored["problems"]], remembered=True)
    outcome.hints = [
        Hint(url, date.fromisoformat(day) if day else None, title) for url, day, title in stored["hints"]
    ]
    outcome.readings = list(_readings(stored["readings"], key, source_ref, retrieved_at))
    return outcome


def _readings(
    stored: list[dict[str, Any]], key: bytes, source_ref: str, retrieved_at: datetime | None
) -> Iterator[Reading]:
    for number, fields in enumerate(stored):
        own_time, published = fields["retrieved_at"], fields["published_at"]
        yield Reading(
            **{
                **fields,
                "text": "",
                "place": (key, number),
                "source_ref": source_ref + fields["source_ref"],
                "sketch": base64.b64decode(fields["sketch"]),
                "published_at": date.fromisoformat(published) if published else None,
                "retrieved_at": _moment(own_time) or retrieved_at,
            }
        )
