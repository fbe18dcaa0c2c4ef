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
    generic: bool = False  # "kegiatan itu", "the event": adds to an event, never makes one
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)  # keys, in order of mention
    occasion: str | None = None
    series_number: int | None = None
    instrument: tuple[int, int] | None = None

    @property
    def named(self) -> bool:
        """True where the occasion has a name of its own."""
        return self.occasion is not None
