"""What a model answered is kept by the hash of the text, and what was spent by the day: nothing is paid for twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, value TEXT NOT NULL, dropped INTEGER NOT NULL, reasons TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (day TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, cost REAL NOT NULL) WITHOUT ROWID;
"""


class StoreError(RuntimeError):
    """The file of answers cannot be used: which, and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A grounded answer to one text (JSON of `ReportAnswer`), and what was dropped from it: number and words."""

    value: str
    dropped: int
    reasons: str


def key_of(text_sha256: str, lang: str, stamp: str) -> str:
    """Return what an answer is kept under."""
    return hashlib.sha256(f"{text_sha256}\x1f{lang}\x1f{stamp}".encode()).hexdigest()


class Answers:
    """The file of answers.  Unlike a cache it is never thrown away: answers cost money."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=60)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path}: not a file of answers ({error}); move it away, or put its copy back"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def get(self, key: str) -> Kept | None:
        """The answer under `key`, if there is one."""
        row = self._db.execute("SELECT value, dropped, reasons FROM answers WHERE key = ?", (key,)).fetchone()
        return Kept(*row) if row else None

    def put(self, key: str, value: str, dropped: Mapping[str, int]) -> None:
        """Keep one answer, and what was dropped from it."""
        reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(dropped.items()))
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                (key, value, sum(dropped.values()), reasons),
            )

    def spend(self, day: str, tokens_in: int, tokens_out: int, cost: float) -> None:
        """Note what one request took."""
        with self._db:
            self._db.execute(
                "INSERT INTO spent VALUES (?, 1, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET requests = requests + 1, "
                "tokens_in = tokens_in + excluded.tokens_in, tokens_out = tokens_out + excluded.tokens_out, cost = cost + excluded.cost",
                (day, tokens_in, tokens_out, cost),
            )

    def spent(self, day: str) -> float:
        """What was spent on a day."""
        row = self._db.execute("SELECT cost FROM spent WHERE day = ?", (day,)).fetchone()
        return float(row[0]) if row else 0.0
