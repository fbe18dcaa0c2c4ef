"""The issues log: every problem met on the way is one row, written beside the stage's tables."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

from flows.common import tables
from schemas.stages import Issues


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem: what is wrong, where, and how to mend it."""

    stage: str
    level: str  # info | warning | error
    code: str
    source_ref: str
    message: str


@dataclass(slots=True)
class IssueLog:
    """The issues of one stage, in the order they were met."""

    stage: str
    entries: list[Issue] = field(default_factory=list)

    def add(self, level: str, code: str, source_ref: str, message: str) -> None:
        """Record one issue; line breaks in `message` are folded and it is cut at 500 characters."""
        self.entries.append(Issue(self.stage, level, code, source_ref, " ".join(message.split())[:500]))

    def write(self, folder: Path) -> Path:
        """Write the log to `folder/issues.parquet`."""
        return tables.write(
            tables.frame(map(asdict, self.entries), Issues), Issues, folder / "issues.parquet"
        )
