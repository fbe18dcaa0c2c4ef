"""Does the confidence of an event mean what it says?  Of events said with 0.8, eight in ten should be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flows.validate.matching import EVENT_LIKENESS, ReportFacts, event_likeness, pair_up

STEP = 10  # bins of a tenth


@dataclass(frozen=True, slots=True)
class Bin:
    """The events of annotated reports that were said with a confidence in [low, high)."""

    low: float
    high: float
    events: int
    mean_confidence: float
    share_right: float  # matched to an annotated event


def reliability(gold: Mapping[str, ReportFacts], system: Mapping[str, ReportFacts]) -> list[Bin]:
    """Return a bin for each tenth of confidence in which anything is said, lowest first."""
    said: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for report_id, truth in sorted(gold.items()):
        events = system[report_id].events if report_id in system else ()
        right = {j for _, j in pair_up(truth.events, events, event_likeness, EVENT_LIKENESS)}
        for j, event in enumerate(events):
            said[min(int(event.confidence * STEP), STEP - 1)].append((event.confidence, j in right))
    return [
        Bin(
            low=k / STEP,
            high=(k + 1) / STEP,
            events=len(found),
            mean_confidence=round(sum(c for c, _ in found) / len(found), 4),
            share_right=round(sum(good for _, good in found) / len(found), 4),
        )
        for k, found in sorted(said.items())
    ]
