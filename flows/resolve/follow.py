"""Which event carries another one forward: the memorandum that talks prepared, the training that an agreement promised.

A link needs a report that tells of both events.  Where the sentences say that something follows from something else, one shared
party is enough; else talks must lead to a deed, or an agreement to what carries it out, between the same parties.  Of several earlier
events of a kind the nearest is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations
from typing import Any

from flows.resolve.claims import Claim

Row = Mapping[str, Any]
Found = tuple[str, str, str, str]  # later event, earlier event, report, local keys of both
REACH = 400  # days between the two
PARTIES = 2  # organisations, or countries, that both have, where no word says that one follows the other
SHARE = 0.5  # of the parties of the smaller side
_TALKS = frozenset({"meeting", "visit", "conference"})
_DEEDS = frozenset({"agreement", "launch", "training", "exercise", "assistance", "operation"})
_UNDER_WAY = frozenset({"planned", "postponed", "unconfirmed"})


def follow_ups(members: Mapping[str, Sequence[Claim]], rows: Mapping[str, Row]) -> list[Found]:
    """Return the follow-ups among `members` (claims by event), whose released rows are `rows`; each with the report that tells of both."""
    told: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    parties = {event: _parties(claims) for event, claims in members.items()}
    for event in sorted(members):
        for claim in members[event]:
            told[claim.report_id].append((event, claim))
    nearest: dict[tuple[str, str], tuple[int, Found]] = {}
    for found in _pairs(told):
        later, earlier, _, _ = found
        days = _apart(rows[earlier], rows[later])
        said = any(claim.follows for claim in _tellers(members, found))
        if days is None or not _leads(rows[earlier], rows[later], parties[earlier], parties[later], said):
            continue
        kind = (later, str(rows[earlier]["event_type"]))
        if kind not in nearest or (days, found) < nearest[kind]:
            nearest[kind] = (days, found)
    return sorted(found for _, found in nearest.values())


def _pairs(told: Mapping[str, Sequence[tuple[str, Claim]]]) -> Iterator[Found]:
    """Yield every ordered pair of events that one report tells of."""
    for report in sorted(told):
        for (later, one), (earlier, other) in permutations(told[report], 2):
            if later != earlier:
                yield later, earlier, report, f"{one.key}|{other.key}"


def _tellers(members: Mapping[str, Sequence[Claim]], found: Found) -> Iterator[Claim]:
    """Yield the claims of the two events in the report that tells of both."""
    later, earlier, report, _ = found
    yield from (claim for event in (later, earlier) for claim in members[event] if claim.report_id == report)


def _parties(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the organisations and countries that take part, by any report."""
    return frozenset(
        one for claim in claims for one in (*claim.bodies, *("@" + land for land in claim.lands))
    )


def _apart(earlier: Row, later: Row) -> int | None:
    """Return the days from one event to the other; None where the order is not known, is the other one, or they lie too far apart."""
    end, start = _known(earlier, "date_end"), _known(later, "date_start")
    if end and start:
        days = (start - end).days
        return days if 0 < days <= REACH else None
    ahead = later["status"] in _UNDER_WAY and earlier["status"] == "occurred"
    return REACH if ahead and start is None else None  # what is still to come follows what took place


def _known(row: Row, column: str) -> date | None:
    return None if row["date_precision"] in {"before", "unknown"} else row[column]


def _leads(earlier: Row, later: Row, before: frozenset[str], after: frozenset[str], said: bool) -> bool:
    """True where the earlier event prepares the later one, by what they are, who takes part, and whether a report says so."""
    shared = before & after
    if said:
        return bool(shared)
    leads = (earlier["event_type"] in _TALKS and later["event_type"] in _DEEDS) or (
        earlier["event_type"] == "agreement" and later["event_type"] in _DEEDS - {"agreement"}
    )
    lands = sum(one.startswith("@") for one in shared)
    enough = max(lands, len(shared) - lands) >= PARTIES  # a body and its own country are one party
    return leads and enough and len(shared) >= SHARE * min(len(before), len(after))
