"""What the gate found: every check with its counts, the rows set aside, and quality.json."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

EXAMPLES = 5
QUARANTINE = {
    "table_name": pl.String,
    "record_id": pl.String,
    "check": pl.String,
    "reason": pl.String,
    "row": pl.String,
}


class GateError(RuntimeError):
    """A table as a whole breaks the contract: one line that says what failed and what to do."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of quality.json: what was looked at, how much of it failed, and a few examples."""

    name: str
    table: str
    level: str  # row: failing rows are set aside | table: a failure stops the release | warning: told only
    description: str
    rows: int
    failures: int
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """The checks of one run, in the order they ran."""

    checks: list[Check] = field(default_factory=list)

    def add(
        self,
        name: str,
        table: str,
        level: str,
        description: str,
        rows: int,
        failures: int,
        examples: Iterable[str] = (),
    ) -> None:
        """Record one check with its number of failures and some of the records that fail."""
        some = tuple(sorted({one[:200] for one in examples})[:EXAMPLES])
        self.checks.append(Check(name, table, level, description, rows, failures, some))

    def gate(self) -> None:
        """Raise GateError where a check of level `table` failed."""
        broken = [check for check in self.checks if check.level == "table" and check.failures]
        if broken:
            first = broken[0]
            more = f" (and {len(broken) - 1} more, see quality.json)" if len(broken) > 1 else ""
            told = f", e.g. {', '.join(first.examples)}" if first.examples else ""
            raise GateError(
                f"{first.table}: {first.name}: {first.failures} of {first.rows} fail{told}: {first.description}{more}"
            )


def write_json(content: Any, path: Path) -> Path:
    """Write `content` to `path` as readable JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=False, allow_nan=False)
    partial.write_text(text + "\n", encoding="utf-8")
    os.replace(partial, path)
    return path


def quality(
    report: Report,
    quarantined: pl.DataFrame,
    coverage: dict[str, Any],
    scores: list[Any],
    bins: list[Any],
) -> dict[str, Any]:
    """Return the content of quality.json."""
    by_check = quarantined.group_by("table_name", "check").len().sort("table_name", "check")
    return {
        "checks": [{**asdict(check), "examples": list(check.examples)} for check in report.checks],
        "quarantined": [
            {"table": table, "check": check, "rows": rows} for table, check, rows in by_check.iter_rows()
        ],
        "gold": [
            {**asdict(score), **{key: round(getattr(score, key), 4) for key in ("precision", "recall", "f1")}}
            for score in scores
        ],
        "reliability": [asdict(one) for one in bins],
        "coverage": coverage,
    }
