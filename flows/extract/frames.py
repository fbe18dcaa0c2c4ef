"""A happening of one report: the triggers that tell of it and what they give."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.extract.candidates import Candidate
from flows.extract.model import DateMention, PlaceMention

EXACTNESS = {"day": 0, "month": 1, "quarter": 2, "year": 3, "before": 4, "unknown": 5}
_JOINED_RULES = ("opened-closed", "duration")


ENOUGH = 40  # triggers


@dataclass(slots=True)
class Frame:
    """A happening and the triggers that tell of it, in order."""

    type: str
    candidates: list[Candidate] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # every sentence that tells of it
    borrowed_date: bool = False  # its day is that of the event it belongs to
    _lead: tuple[int, Candidate] | None = None  # how many triggers there were, and the lead of those
    _when: tuple[int, DateMention | None] = (0, None)  # how many dates there were, and the best of those

    @property
    def first(self) -> Candidate:
        """The first trigger."""
        return self.candidates[0]

    @property
    def lead(self) -> Candidate:
        """The trigger that tells most: with an exact date, then with most actors, then the first."""
        if self._lead is None or self._lead[0] != len(self.candidates):
            self._lead = (len(self.candidates), min(self.candidates, key=_telling))
        return self._lead[1]

    @property
    def teller(self) -> Candidate:
        """The trigger that tells the status: the lead, unless only another one says it."""
        signed = [c for c in self.candidates if c.strength != "draft"]
        lead = min(signed, key=lambda c: c is not self.lead) if signed else self.lead
        return lead if lead.explicit else next((c for c in signed if c.explicit), lead)

    @property
    def when(self) -> DateMention | None:
        """The date mention that says most exactly when it is."""
        if self._when[0] != len(self.dates):
            self._when = (len(self.dates), min(self.dates, key=_dating))
        return self._when[1]

    @property
    def series_number(self) -> int | None:
        """The number in its series, where a trigger gives one."""
        return next((c.series_number for c in self.candidates if c.series_number), None)

    @property
    def occasion(self) -> str | None:
        """The longest name of the occasion."""
        names = [c.occasion for c in self.candidates if c.occasion]
        return max(names, key=lambda name: (len(name), name)) if names else None

    def add(self, candidate: Candidate) -> None:
        """Take in one more trigger with what it was given; an event told of often enough gains no more by it."""
        if len(self.candidates) >= ENOUGH:
            return
        self.candidates.append(candidate)
        self.type = self._likeliest_type()
        self.actors += [key for key in candidate.actors if key not in self.actors]
        self.dates += [d for d in candidate.dates if d not in self.dates]
        self.places += [p for p in candidate.places if p not in self.places]
        if candidate.index not in self.sentences:
            self.sentences.append(candidate.index)

    def _likeliest_type(self) -> str:
        """The type that its triggers speak for most; of equals the one told of first."""
        weights: dict[str, float] = {}
        for candidate in self.candidates:
            weights[candidate.type] = weights.get(candidate.type, 0.0) + candidate.likelihood
        return max(weights, key=weights.__getitem__)

    def settle(self, when: DateMention | None) -> None:
        """Take `when` as the one date of the event, borrowed where none of its triggers has it; None for no date."""
        self.borrowed_date = when is not None and not any(
            (d.start, d.first, d.last) == (when.start, when.first, when.last)
            for c in self.candidates
            for d in c.dates
        )
        self.dates = [when] if when else []
        self._when = (len(self.dates), when)

    def absorb(self, other: Frame) -> None:
        """Take in every trigger of another frame."""
        for candidate in other.candidates:
            self.add(candidate)
        self.actors += [key for key in other.actors if key not in self.actors]
        self.sentences += [index for index in other.sentences if index not in self.sentences]


def _telling(candidate: Candidate) -> tuple[bool, int, int, int]:
    """The lower, the more a trigger tells."""
    dates = candidate.dates
    exactness = EXACTNESS[dates[0].precision] if dates else 6
    return candidate.segment == "headline", exactness, -len(candidate.actors), candidate.start


def _dating(when: DateMention) -> tuple[bool, int, bool, bool, int]:
    """The lower, the more exactly a date says when the event is."""
    exactness = EXACTNESS[when.precision]
    return when.role != "event", exactness, when.rule not in _JOINED_RULES, when.conflict, when.start
