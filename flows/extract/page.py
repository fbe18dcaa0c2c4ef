"""Everything read from a report before its events: one value that the event steps look things up in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date

from flows.extract.cues import Cue, lower_same_length
from flows.extract.hints import Hints
from flows.extract.model import (
    Actor,
    DateMention,
    NameMention,
    PlaceMention,
    Programme,
    Report,
    Segment,
    Sentence,
)

UNTOLD = frozenset({"related", "tags", "byline"})  # segments that tell of no event, whoever they name


@dataclass(slots=True)
class Page:
    """A report with its sentences, quotations, dates, actors, places, programmes and cue words."""

    report: Report
    segments: list[Segment]
    sentences: list[Sentence]
    quotes: list[tuple[int, int]]
    dates: list[DateMention]
    actors: list[Actor]
    places: list[PlaceMention]
    programmes: list[Programme]
    cues: list[Cue]
    published: date | None
    names: list[tuple[NameMention, Actor]] = field(default_factory=list)
    by_key: dict[str, Actor] = field(default_factory=dict)
    first_body: int = 0  # position of the first sentence of the body
    starts: list[int] = field(default_factory=list)  # of the sentences
    dateline: PlaceMention | None = None  # the city in the dateline
    setting: PlaceMention | None = None  # a place of the one country that every place of the report lies in
    programme_spans: dict[int, list[tuple[Programme, int, int, str]]] = field(
        default_factory=dict
    )  # by sentence
    lowered: str = field(init=False, repr=False)  # the text in lower case, character for character
    hints: Hints = field(init=False, repr=False)  # where phrases may stand
    _open: list[tuple[NameMention, Actor]] = field(init=False, repr=False)  # names outside quotations
    _name_starts: list[int] = field(init=False, repr=False)
    _open_starts: list[int] = field(init=False, repr=False)
    _cue_starts: list[int] = field(init=False, repr=False)
    _date_starts: list[int] = field(init=False, repr=False)
    _place_starts: list[int] = field(init=False, repr=False)
    _cues_in: dict[tuple[int, int], list[Cue]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.lowered = lower_same_length(self.report.text)
        self.hints = Hints(self.report.text, self.lowered)
        self.names = sorted(
            ((mention, actor) for actor in self.actors for mention in actor.mentions),
            key=lambda pair: (pair[0].start, -pair[0].end),
        )
        self._name_starts = [mention.start for mention, _ in self.names]
        self._open = [pair for pair in self.names if not self.quoted(pair[0].start)]
        self._open_starts = [mention.start for mention, _ in self._open]
        self._cue_starts = [cue.start for cue in self.cues]
        self._date_starts = [when.start for when in self.dates]
        self._place_starts = [place.start for place in self.places]
        self.by_key = {actor.key: actor for actor in self.actors}
        self.starts = [sentence.start for sentence in self.sentences]
        self.first_body = next((i for i, s in enumerate(self.sentences) if s.segment == "body"), 0)

        zones = [(zone.start, zone.end) for zone in self.segments if zone.kind == "dateline"][:4]
        self.dateline = next((p for p in self.places if any(a <= p.start < b for a, b in zones)), None)
        located = [p for p in self.places if p.located and p.country and not self.quoted(p.start)]
        if len({place.country for place in located}) == 1:
            self.setting = located[0]
        for programme in self.programmes:
            for start, end, rule in programme.spans:
                if not self.quoted(start):
                    told = self.programme_spans.setdefault(self.sentence_at(start), [])
                    told.append((programme, start, end, rule))

    def sentence_at(self, position: int) -> int:
        """Position in `sentences` of the one that holds a character; -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def cues_in(self, start: int, end: int) -> list[Cue]:
        """Cue words that lie inside [start, end)."""
        found = self._cues_in.get((start, end))
        if found is None:
            low, high = bisect_left(self._cue_starts, start), bisect_left(self._cue_starts, end)
            found = self._cues_in[start, end] = [cue for cue in self.cues[low:high] if cue.end <= end]
        return found

    def names_in(self, start: int, end: int) -> list[tuple[NameMention, Actor]]:
        """Mentions of actors inside [start, end), quotations left out."""
        return self._open[bisect_left(self._open_starts, start) : bisect_left(self._open_starts, end)]

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """Date expressions inside [start, end)."""
        return self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def places_in(self, start: int, end: int) -> list[PlaceMention]:
        """Places inside [start, end)."""
        return self.places[bisect_left(self._place_starts, start) : bisect_left(self._place_starts, end)]

    def quoted(self, position: int) -> bool:
        """True inside a quotation."""
        at = bisect_right(self.quotes, (position, 1 << 60)) - 1
        return at >= 0 and self.quotes[at][0] <= position < self.quotes[at][1]

    def inside_name(self, start: int, end: int) -> bool:
        """True where [start, end) is part of an organisation's or person's name and not the whole of it."""
        low = bisect_right(self._name_starts, start)
        return any(
            mention.start <= start and end <= mention.end and mention.end - mention.start > end - start
            for mention, _ in self.names[max(0, low - 4) : low]
        )
