"""What reads a report: the rules, a model, or both together, behind one small protocol."""

from __future__ import annotations

from typing import Protocol

from flows.extract.model import Reading, Report


class Extractor(Protocol):
    """Returns what one report says; every value has its span in the report's text, its method and a confidence."""

    def read(self, report: Report) -> Reading:
        """Read one report."""
        ...
