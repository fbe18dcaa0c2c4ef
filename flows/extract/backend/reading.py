"""From a grounded answer to a reading: spans, registry records, dates and places as the rules know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flows.extract.backend.answer import AnswerActor, AnswerEvent, AnswerProgramme, ReportAnswer
from flows.extract.backend.ground import find
from flows.extract.model import (
    Actor,
    DateMention,
    Event,
    NameMention,
    Participant,
    PlaceMention,
    Programme,
    Proof,
    Reading,
    Report,
)
from flows.extract.page import Page
from flows.extract.reader import Resources, read_page
from flows.extract.themes import find_themes

Mention = TypeVar("Mention", DateMention, PlaceMention)
SURE = 0.5  # confidence of a value before it is measured; `combine` puts the measured one in its place


@dataclass(frozen=True, slots=True)
class Model:
    """An extractor whose answers were given before: reads the one report that `answer` is about."""

    answer: ReportAnswer
    method: str  # what stands as the method of its values
    resources: Resources
    note: str = ""  # what was dropped from the answer

    def read(self, report: Report) -> Reading:
        """Return what the model said of `report`."""
        page = read_page(report, self.resources)
        actors = [
            actor for n, one in enumerate(self.answer.actors, 1) if (actor := self._actor(page, f"m{n}", one))
        ]
        programmes = [
            programme
            for n, one in enumerate(self.answer.programmes, 1)
            if (programme := self._programme(page, f"q{n}", one))
        ]
        events = [
            self._event(page, f"n{n}", one, actors, programmes) for n, one in enumerate(self.answer.events, 1)
        ]
        issues = [f"of the model's values were dropped: {self.note}"] if self.note else []
        return Reading(report.report_id, actors, programmes, events, issues)

    def _actor(self, page: Page, key: str, one: AnswerActor) -> Actor | None:
        """The actor with every place where a form of it stands; a country only where it is a registered one."""
        text = page.report.text
        forms = list(dict.fromkeys([one.name, *one.aliases]))
        record = next((found for form in forms if (found := self._record(form, one.kind))), None)
        if one.kind == "country" and record is None:
            return None
        mentions = [
            NameMention(start, end, one.kind, text[start:end], self.method, SURE, record)
            for form in forms
            for start, end in find(text, form)
        ]
        mentions.sort(key=lambda m: (m.start, -m.end))
        known = self.resources.registries.actors.get(record or "")
        land = self.resources.registries.countries.get(record or "") if one.kind == "country" else None
        name = " ".join(text[slice(*find(text, one.name)[0])].split())
        return Actor(
            key=key,
            kind=one.kind,
            name=name,
            aliases=[
                form for form in dict.fromkeys(" ".join(m.text.split()) for m in mentions) if form != name
            ],
            registry_id=record,
            country=land.alpha3 if land else known.country if known else None,
            category=known.category if known else None,
            mentions=mentions,
            confidence=SURE,
        )

    def _record(self, form: str, kind: str) -> str | None:
        """The registry record that the whole of `form` names, where it is one of this kind."""
        entries = self.resources.lexicon.entries_of(" ".join(form.split()))
        found = {entry.record_id for entry in entries if entry.kind == kind}
        return found.pop() if len(found) == 1 else None

    def _programme(self, page: Page, key: str, one: AnswerProgramme) -> Programme | None:
        text = page.report.text
        forms = list(dict.fromkeys([one.name, *one.aliases]))
        record = next((found for form in forms if (found := self._record(form, "programme"))), None)
        spans = sorted({span for form in forms for span in find(text, form)})
        return Programme(
            key=key,
            kind=one.kind,
            name=" ".join(text[slice(*find(text, one.name)[0])].split()),
            aliases=[form for form in forms if form != one.name],
            registry_id=record,
            spans=[(start, end, self.method) for start, end in spans],
            confidence=SURE,
        )

    def _event(
        self, page: Page, key: str, one: AnswerEvent, actors: list[Actor], programmes: list[Programme]
    ) -> Event:
        text = page.report.text
        start, end = find(text, one.words)[0]
        event = Event(key, one.event_type, one.status, confidence=SURE)
        event.proofs = [
            Proof("event_type", one.event_type, start, end, self.method, SURE),
            Proof("status", one.status, start, end, self.method, SURE),
        ]
        when = _touching(page.dates, text, one.date_words, start) if one.date_words else None
        if when is not None and when.last is not None and when.precision != "unknown":
            set_date(event, when, self.method)
        where = _touching(page.places, text, one.place_words, start) if one.place_words else None
        if where is not None:
            set_place(event, where, self.method)
        by_form = {m.text.casefold(): actor for actor in actors for m in actor.mentions}
        for party in one.participants:
            actor = by_form.get(party.name.casefold())
            if actor is None or any(p.actor_key == actor.key for p in event.participants):
                continue
            low, high = _nearest(find(text, party.name), start)
            event.participants.append(Participant(actor.key, party.role, low, high, self.method))
            event.proofs.append(Proof(f"role:{actor.key}", party.role, low, high, self.method, SURE))
        self._themes(page, event, start)
        names = {form.casefold(): p for p in programmes for form in (p.name, *p.aliases)}
        for name in dict.fromkeys(one.programmes):
            programme = names.get(name.casefold())
            if programme is not None and programme.key not in dict(event.programmes):
                low, high = _nearest([span[:2] for span in programme.spans], start)
                event.programmes.append((programme.key, "about"))
                event.proofs.append(Proof(f"relation:{programme.key}", "about", low, high, self.method, SURE))
        return event

    def _themes(self, page: Page, event: Event, start: int) -> None:
        """The themes of the sentence that tells of the event, by the words of the rules."""
        sentence = page.sentences[max(0, page.sentence_at(start))]
        seen: dict[str, tuple[int, int]] = {}
        for theme, low, high in find_themes(page.report.text[sentence.start : sentence.end]):
            seen.setdefault(theme, (sentence.start + low, sentence.start + high))
        event.themes = sorted(seen)
        event.proofs += [
            Proof("themes", theme, *span, "theme-word", 0.7) for theme, span in sorted(seen.items())
        ]


def set_date(event: Event, when: DateMention, method: str) -> None:
    """Give `event` the window of a date expression, with its proof."""
    event.date_start, event.date_end = when.first, when.last
    event.date_precision, event.date_basis = when.precision, when.basis
    for name, value in (("date_start", when.first), ("date_end", when.last)):
        if isinstance(value, date):
            event.proofs.append(Proof(name, value.isoformat(), when.start, when.end, method, SURE))


def set_place(event: Event, where: PlaceMention, method: str) -> None:
    """Give `event` a place of the registry, with its proof."""
    event.place_name, event.place_precision = where.name, where.kind
    event.country, event.latitude, event.longitude = where.country, where.latitude, where.longitude
    event.proofs += [
        Proof(name, value, where.start, where.end, method, SURE)
        for name, value in (("place_name", where.name), ("country", where.country))
        if value is not None
    ]


def _touching(mentions: list[Mention], text: str, words: str, near: int) -> Mention | None:
    """The mention that stands where the words do; of several the one nearest to `near`."""
    spans = find(text, words)
    held = [m for m in mentions if any(m.start < end and start < m.end for start, end in spans)]
    return min(held, key=lambda m: (abs(m.start - near), m.start - m.end), default=None)


def _nearest(spans: list[tuple[int, int]], near: int) -> tuple[int, int]:
    return min(spans, key=lambda span: (abs(span[0] - near), span[0]))
