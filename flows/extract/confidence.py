"""How sure a reading is: a logistic score over a few plain features of a frame, weighed in weights.yml under `event`."""

from __future__ import annotations

import math
import re

from flows.extract.candidates import Candidate
from flows.extract.frames import Frame
from flows.extract.page import Page
from flows.extract.weights import judgement

DEEP = 8  # sentences into the body
_SUREST = 0.99  # likelihood from which a trigger is no surer
_TRIP = re.compile(r"\b(?:ke|di|to|in)\s[A-Z]")


def features(page: Page, frame: Frame) -> dict[str, float]:
    """Return the features of `frame`, each 0 or 1 but for small counts."""
    told = [c for c in frame.candidates if c.segment != "headline"] or frame.candidates
    when = frame.when
    bodies = {k for k in frame.actors if page.by_key[k].kind != "person"}
    persons = {k for k in frame.actors if page.by_key[k].kind == "person"}
    position = min(c.index for c in told) - page.first_body
    return {
        "odds": _log_odds(max(c.likelihood for c in told)),
        "likely": 1.0 - math.prod(1.0 - c.likelihood for c in told),
        "wide": float(all(c.strength == "wide" for c in told)),
        "incomplete": float(not any(c.complete for c in told)),
        f"type_{frame.type}_undated": float(when is None),
        f"type_{frame.type}_lone": float(len(told) == 1),
        "verb": float(any(c.strength == "verb" for c in told)),
        "weak": float(all(c.strength == "weak" for c in told)),
        "draft": float(all(c.strength == "draft" for c in told)),
        "trip": float(frame.type == "visit" and any(_goes_somewhere(page, c) for c in told)),
        "supported_noun": float(any(c.strength == "noun" and c.supported for c in told)),
        "bare_noun": float(all(c.strength == "noun" and not c.supported for c in told)),
        "occasion": float(frame.occasion is not None),
        "series_number": float(frame.series_number is not None),
        "day": float(when is not None and when.precision == "day" and not frame.borrowed_date),
        "borrowed_day": float(frame.borrowed_date),
        "coarse_date": float(when is not None and when.precision in ("month", "quarter", "year", "before")),
        "background_date": float(when is not None and when.role == "background"),
        "place": float(bool(frame.places)),
        "dated_place": float(bool(frame.places) and when is not None and not frame.borrowed_date),
        "dated_noun": float(
            when is not None and not frame.borrowed_date and any(c.strength == "noun" for c in told)
        ),
        "dated_occasion": float(when is not None and not frame.borrowed_date and frame.occasion is not None),
        "coarse_placed": float(
            when is not None and when.precision in ("month", "quarter", "year") and bool(frame.places)
        ),
        "planned_undated": float(frame.lead.status == "planned" and when is None),
        "planned_undated_unplaced": float(
            frame.lead.status == "planned" and when is None and not frame.places
        ),
        "agreement_undated": float(frame.type == "agreement" and when is None),
        "two_bodies": float(len(bodies) >= 2),
        "one_body": float(len(bodies) == 1),
        "no_actor": float(not bodies and not persons),
        "persons": min(len(persons), 3) / 3,
        "lead": float(position <= 1),
        "early": float(2 <= position <= 4),
        "deep": float(position > DEEP),
        "headline": float(any(c.segment == "headline" for c in frame.candidates)),
        "caption_only": float(all(c.segment == "caption" for c in frame.candidates)),
        "headline_only": float(all(c.segment == "headline" for c in frame.candidates)),
        "mentions": min(len(told) - 1, 4) / 4,
        "planned": float(frame.lead.status == "planned"),
        "called_off": float(frame.lead.status in ("cancelled", "postponed")),
        "hypothetical": float(all(c.hypothetical for c in told)),
        "negated": float(all(c.negated for c in told)),
        "plural": float(all(c.plural for c in told)),
        "quoted": float(all(c.quoted for c in told)),
        "foreign": float(all(c.foreign for c in told)),
        "definite_only": float(all(c.definite for c in told)),
        "background": float(all(c.background for c in told)),
        f"type_{frame.type}": 1.0,
    }


def _log_odds(likelihood: float) -> float:
    likelihood = min(likelihood, _SUREST)
    return math.log(likelihood / (1.0 - likelihood))


def _goes_somewhere(page: Page, candidate: Candidate) -> bool:
    after = page.report.text[candidate.end : candidate.end + 70]
    return bool(_TRIP.search(after)) and bool(candidate.places)


def confidence(page: Page, frame: Frame) -> float:
    """Return the probability (0-1) that `frame` is an event of its type."""
    return judgement("event").probability(features(page, frame))
