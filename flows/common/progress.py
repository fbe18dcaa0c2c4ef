"""What a run says while it works: one line per stage on standard error, as text or as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.common.usage import forget_peak, numbers, used

_LEVELS = ("debug", "info", "warning", "error")


@dataclass(slots=True)
class Progress:
    """Writes lines to standard error; a line of a terminal is rewritten while a stage works."""

    form: str = "text"
    level: str = "info"
    run: str | None = None  # the release that is being made
    measured: dict[str, dict[str, float]] = field(default_factory=dict)  # by stage, what it took and counted
    also: Callable[[str, str], None] | None = None  # hears every line too, with its level
    _drawn: bool = False

    def say(self, message: str, level: str = "info", **fields: Any) -> None:
        """Write one line."""
        if _LEVELS.index(level) < _LEVELS.index(self.level):
            return
        self._clear()
        if self.also:
            self.also(message, level)
        if self.form == "json":
            line = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "level": level,
                "message": message,
            }
            if self.run:
                line["run"] = self.run
            print(
                json.dumps({**line, **fields}, default=str, ensure_ascii=False), file=sys.stderr, flush=True
            )
        else:
            print(message, file=sys.stderr, flush=True)

    def step(self, done: int, total: int, what: str) -> None:
        """Show how far a stage is; on a terminal only."""
        if self.form == "text" and self.level != "error" and sys.stderr.isatty():
            print(f"\r  {what} {done:,} of {total:,}", end="", file=sys.stderr, flush=True)
            self._drawn = True

    @contextmanager
    def stage(self, name: str) -> Iterator[dict[str, Any]]:
        """Time a stage; what the caller puts in the mapping is written at its end."""
        counts: dict[str, Any] = {}
        forget_peak()
        begin, before = time.monotonic(), used()
        yield counts
        took, after = time.monotonic() - begin, used()
        self.measured[name] = {
            "seconds": round(took, 3),
            "cpu_seconds": round(after.cpu_seconds - before.cpu_seconds, 3),
            "peak_mb": round(after.peak_mb),
            "workers_peak_mb": round(after.workers_peak_mb),
            **numbers(counts),
        }
        self.say(
            f"{name:<9} {took:6.1f} s  {words(counts)}".rstrip(), stage=name, seconds=round(took, 3), **counts
        )

    def _clear(self) -> None:
        if self._drawn:
            print("\r\x1b[2K", end="", file=sys.stderr)
            self._drawn = False


def words(counts: Mapping[str, Any]) -> str:
    """Return counts as words: `156 documents, 148 relevant`."""
    return ", ".join(
        f"{value:,} {name.replace('_', ' ')}"
        if isinstance(value, int)
        else f"{name.replace('_', ' ')} {value}"
        for name, value in counts.items()
    )


def brief(counts: Mapping[str, Any]) -> dict[str, Any]:
    """What of a stage's counts fits on a line: numbers and words, no tables."""
    return {
        name: value for name, value in counts.items() if isinstance(value, (int, float, str)) and value != ""
    }


def checked(quality: Mapping[str, Any]) -> dict[str, Any]:
    """What of quality.json fits on a line: checks, rows set aside, and F1 on the gold set."""
    broken = sum(check["failures"] > 0 for check in quality.get("checks", ()))
    counts = {
        "checks": len(quality.get("checks", ())),
        "with_failures": broken,
        "rows_set_aside": sum(entry["rows"] for entry in quality.get("quarantined", ())),
    }
    shown = ("actors", "programmes", "events")
    scores = {
        s["measure"]: s["f1"]
        for s in quality.get("gold", ())
        if s["group"] == "all" and s["measure"] in shown
    }
    return counts | {f"{name}_F1": f"{value:.2f}" for name, value in scores.items()}


progress = Progress()


def configure(form: str, level: str) -> Progress:
    """Set the form and the least level of what this process says."""
    progress.form, progress.level = form, level
    return progress
