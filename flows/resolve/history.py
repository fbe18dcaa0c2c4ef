"""What became of an event: its status, by fixed rules, from what each report said and when.

The ledger is `event_history`: one entry per report.  As of the release's date (entries dated later are
looked at only where there is nothing else):

1. A report that the event took place makes it *occurred*, whatever others say; an event once reported as
   occurred stays so.  "Occurred" said more than a day before the event's own first day is read as *planned*.
2. Otherwise the latest word counts.  On one day, cancelled is taken before postponed, ongoing, planned.
3. *ongoing* becomes occurred when its last day is past (or, without a last day, 30 days after the report).
4. *planned* becomes *unconfirmed* when its window passed at least 60 days ago.  The window ends on the last
   day given by the latest report that gives one; without any, 180 days after the latest report.
5. *postponed* and *cancelled* stand until a later report says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

UNDATED_WINDOW = timedelta(days=180)
SILENCE = timedelta(days=60)
ONGOING_WINDOW = timedelta(days=30)
_SAME_DAY = {"cancelled": 0, "postponed": 1, "ongoing": 2, "planned": 3}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one report says of the event."""

    as_of: date
    status: str
    start: date | None
    end: date | None
    report_id: str


def effective(entry: Entry) -> str:
    """Return the entry's status, read with its own dates (rule 1)."""
    if (
        entry.status in {"occurred", "ongoing"}
        and entry.start
        and entry.start > entry.as_of + timedelta(days=1)
    ):
        return "planned"
    return "planned" if entry.status == "unconfirmed" else entry.status


def derive(entries: Iterable[Entry], as_of: date) -> str:
    """Return the event's status as of `as_of` from its ledger."""
    known = list(entries)
    heard = [entry for entry in known if entry.as_of <= as_of] or known
    if any(effective(entry) == "occurred" for entry in heard):
        return "occurred"
    last = min(heard, key=lambda e: (-e.as_of.toordinal(), _SAME_DAY[effective(e)], e.report_id))
    status = effective(last)
    if status == "ongoing":
        end = last.end or last.as_of + ONGOING_WINDOW
        return "occurred" if end < as_of else "ongoing"
    if status == "planned":
        return "unconfirmed" if as_of - window_end(heard) >= SILENCE else "planned"
    return status


def window_end(entries: Iterable[Entry]) -> date:
    """Return the last day on which a planned event may still take place (rule 4)."""
    known = list(entries)
    dated = [entry for entry in known if entry.end is not None]
    if dated:
        latest = max(entry.as_of for entry in dated)
        return max(entry.end for entry in dated if entry.as_of == latest and entry.end is not None)
    return max(entry.as_of for entry in known) + UNDATED_WINDOW


def contradictions(entries: Iterable[Entry]) -> list[str]:
    """Return, in words, where the ledger contradicts itself."""
    known = sorted(entries, key=lambda e: (e.as_of, e.report_id))
    found = []
    occurred = [e for e in known if effective(e) == "occurred"]
    against = [e for e in known if effective(e) in {"cancelled", "postponed"}]
    if occurred:
        found += [
            f"{e.report_id} says {e.status} after {occurred[0].report_id} said occurred"
            for e in against
            if e.as_of > occurred[0].as_of
        ]
    days = {(e.start, e.end) for e in occurred if e.start and e.end and (e.end - e.start).days < 15}
    if len(days) > 1:
        first = min(days)
        for other in sorted(days - {first}):
            if other[0] > first[1] or first[0] > other[1]:
                found.append(f"reports give {first[0]} and {other[0]} as the first day")
    return found
