"""Copies of one text share one syndication id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def group(reports: Sequence[tuple[str, str, date | None, str]]) -> dict[str, str]:
    """Map each report id to the id of the earliest report with the same text: (id, text sha256, date, text)."""
    first: dict[str, tuple[tuple[date, str], str]] = {}
    for report_id, digest, published, _ in reports:
        rank = (published or date.max, report_id)
        if digest not in first or rank < first[digest][0]:
            first[digest] = (rank, report_id)
    return {report_id: first[digest][1] for report_id, digest, _, _ in reports}
