"""Holds an answer to the report: a value that is not in the text, or no code of ours, is dropped and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from flows.extract.backend.answer import (
    AnswerActor,
    AnswerEvent,
    AnswerParty,
    AnswerProgramme,
    ReportAnswer,
)
from flows.extract.backend.prompt import instructions
from schemas import codelists

MOST = {"actors": 300, "programmes": 60, "events": 100, "participants": 60, "aliases": 12}
LONGEST = 400  # characters of one value
NOT_FOUND, INSTRUCTED, NO_CODE, TOO_MANY, NO_OFFICE, UNNAMED = (
    "not in the text",
    "in words to a machine",
    "no code",
    "too many",
    "person without office",
    "not among the actors",
)
_WORD = re.compile(r"\S+")
One = TypeVar("One")


@lru_cache(maxsize=4096)
def _form(words: str) -> re.Pattern[str]:
    parts = [re.escape(word) for word in _WORD.findall(words)]
    return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)


def find(text: str, words: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text`: letter by letter but for case and the width of spaces, never inside a longer word."""
    if not 2 <= len(words.strip()) <= LONGEST:
        return []
    return [match.span() for match in _form(words.strip()).finditer(text)]


class Ground:
    """One report's text, asked whether words stand in it; counts what is dropped, by reason."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dropped: Counter[str] = Counter()
        self._instructions = instructions(text)

    def has(self, words: str) -> bool:
        """True where `words` stand in the report outside of words to a machine; else counts why not."""
        spans = find(self.text, words)
        if not spans:
            self.dropped[NOT_FOUND] += 1
            return False
        if all(any(a <= start and end <= b for a, b in self._instructions) for start, end in spans):
            self.dropped[INSTRUCTED] += 1
            return False
        return True

    def code(self, codelist: str, code: str) -> bool:
        """True where `code` is one of `codelist`; else counts it."""
        if code in codelists.codes(codelist):
            return True
        self.dropped[NO_CODE] += 1
        return False

    def first(self, what: str, items: Sequence[One]) -> Sequence[One]:
        """No more of `items` than one report can hold."""
        self.dropped[TOO_MANY] += max(0, len(items) - MOST[what])
        return items[: MOST[what]]


def grounded(answer: ReportAnswer, text: str) -> tuple[ReportAnswer, Counter[str]]:
    """Return what of `answer` stands in `text`, and how many values were dropped for which reason."""
    ground = Ground(text)
    actors = [actor for one in ground.first("actors", answer.actors) if (actor := _actor(ground, one))]
    programmes = [
        programme
        for one in ground.first("programmes", answer.programmes)
        if (programme := _programme(ground, one))
    ]
    known = {form.casefold() for actor in actors for form in (actor.name, *actor.aliases)}
    named = {form.casefold() for programme in programmes for form in (programme.name, *programme.aliases)}
    events = [
        event for one in ground.first("events", answer.events) if (event := _event(ground, one, known, named))
    ]
    kept = ReportAnswer(report=answer.report, actors=actors, programmes=programmes, events=events)
    return kept, +ground.dropped


def _actor(ground: Ground, one: AnswerActor) -> AnswerActor | None:
    if not ground.code("actor_kind", one.kind) or not ground.has(one.name):
        return None
    office = one.office if one.office and ground.has(one.office) else None
    if one.kind == "person" and office is None:
        ground.dropped[NO_OFFICE] += 1
        return None
    aliases = [form for form in ground.first("aliases", one.aliases) if ground.has(form)]
    return AnswerActor(kind=one.kind, name=one.name, aliases=aliases, office=office)


def _programme(ground: Ground, one: AnswerProgramme) -> AnswerProgramme | None:
    if not ground.code("programme_kind", one.kind) or not ground.has(one.name):
        return None
    aliases = [form for form in ground.first("aliases", one.aliases) if ground.has(form)]
    return AnswerProgramme(kind=one.kind, name=one.name, aliases=aliases)


def _event(ground: Ground, one: AnswerEvent, known: set[str], named: set[str]) -> AnswerEvent | None:
    if not (
        ground.code("event_type", one.event_type)
        and ground.code("event_status", one.status)
        and ground.has(one.words)
    ):
        return None
    parties = []
    for party in ground.first("participants", one.participants):
        if not ground.code("event_actor_role", party.role):
            continue
        if party.name.casefold() in known:
            parties.append(AnswerParty(name=party.name, role=party.role))
        else:
            ground.dropped[UNNAMED] += 1
    return AnswerEvent(
        words=one.words,
        event_type=one.event_type,
        status=one.status,
        date_words=one.date_words if one.date_words and ground.has(one.date_words) else None,
        place_words=one.place_words if one.place_words and ground.has(one.place_words) else None,
        participants=parties,
        programmes=[name for name in one.programmes if name.casefold() in named],
    )
