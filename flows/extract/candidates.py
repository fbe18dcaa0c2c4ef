"""A trigger in a sentence with the cues that govern it and what the sentence gives it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.extract.model import DateMention, PlaceMention


@dataclass(slots=True)
class Candidate:
    """A trigger in a sentence with the cues that govern it and what the sentence gives it."""

    type: str
    index: int  # position of the sentence in the page
    start: int
    end: int
    strength: str
    form: str
    segment: str
    status: str = "occurred"
    status_cue: tuple[int, int] | None = None
    explicit: bool = False  # the status was read from a cue or date, not assumed
    definite: bool = False
    plural: bool = False
    hypothetical: bool = False
    negated: bool = False
    background: bool = False
    quoted: bool = False
    foreign: bool = False  # an English word in Indonesian text, or the reverse
    supported: bool = False
    complete: bool = True  # what the trigger needs beside it stands there (needs.py)
    odd: bool = False  # a foreign word in a form that no report of this language borrows
    modal: bool = False  # after "should", "dapat", ...
    shouted: bool = False  # in capitals within running text
    cues: frozenset[str] = frozenset()  # kinds of cue words near, with their side
    likelihood: float = 0.0  # that it tells of an event at all
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)  # keys, in order of mention
    occasion: str | None = None
    series_number: int | None = None
    turn: int = 0  # 1 for the next one of a series, -1 for the one before
    instrument: tuple[int, int] | None = None
