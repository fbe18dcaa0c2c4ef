"""What reads a report: the rules, a model (`backend.reading`), or both together (`backend.combine`), behind one protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flows.extract.model import Reading, Report
from flows.extract.reader import Resources, read


class Extractor(Protocol):
    """Returns what one report says; every value has its span in the report's text, its method and a confidence."""

    def read(self, report: Report) -> Reading:
        """Read one report."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """The extractor that reads unless a model is set beside it."""

    resources: Resources

    def read(self, report: Report) -> Reading:
        """Return what the rules find."""
        return read(report, self.resources)
