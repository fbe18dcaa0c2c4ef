"""What a report says of whom, sentence by sentence: looked at once, and asked for every event that it tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from flows.extract.frames import Frame
from flows.extract.model import Actor, NameMention
from flows.extract.page import UNTOLD, Page
from flows.extract.parties import represented
from flows.extract.tagger.words import bag

REACH = 12  # sentences: who is named farther from an event, and where the report is about another, is not weighed for it
_CROWD = 6  # actors in a sentence from which there are many
_ALIKE = 4  # and of one kind
_BEFORE = 24  # characters looked at for the word before a name
_WORDS = bag(
    "dengan bersama antara oleh dan kepada untuk di ke dari bagi tentang pada serta dalam terhadap soal para yang sebagai selaku "
    "with by of from in the and for to between at on as against about"
)  # that tell what a name is to its sentence
_MARKS = {"(": "bracket", ",": "comma", ":": "colon", ";": "semicolon", "-": "hyphen", "'": "apostrophe"}
_CUES = frozenset({
    "companions", "speech", "background", "planned", "hypothetical", "negated", "plural", "both_parties",
})  # fmt: skip


class Naming(NamedTuple):
    """One mention of an actor outside quotations, links and bylines."""

    start: int  # of the name, with the office before it
    end: int
    after: str  # what stands before it: a word of _WORDS, a mark, "opening" or "other"


class Telling:
    """Where a report tells of what: the frame that each sentence is about, and the sentences that name each actor."""

    def __init__(self, page: Page, frames: list[Frame]) -> None:
        self.page = page
        self.frames = frames
        self.owner = _owners(page, frames)
        self.named_at: dict[int, list[tuple[Actor, Naming]]] = {}
        self.mentions: Counter[str] = Counter()
        self.told_of = Counter(index for frame in frames for index in set(frame.sentences))
        self.given_to = Counter(key for frame in frames for key in given(frame))
        self._said: dict[tuple[int, str, str], frozenset[str]] = {}
        self._cues: dict[int, frozenset[str]] = {}
        self.order = {actor.key: place for place, actor in enumerate(page.actors)}
        self.stands_for = {actor.key: represented(actor) for actor in page.actors if actor.kind == "person"}
        self.owned: list[list[int]] = [[] for _ in frames]  # the sentences of each frame
        for index, position in enumerate(self.owner):
            if position >= 0:
                self.owned[position].append(index)
        for mention, actor in page.names:
            index = page.sentence_at(mention.start)
            if index < 0 or page.quoted(mention.start) or page.sentences[index].segment in UNTOLD:
                continue
            self.mentions[actor.key] += 1
            self.named_at.setdefault(index, []).append((actor, _naming(page, index, mention)))
        self._headlines = [index for index in self.named_at if page.sentences[index].segment == "headline"]

    def around(self, position: int) -> list[int]:
        """The sentences that name someone and are about the frame at `position`, stand near it, or head the report."""
        near = set(self._headlines)
        near.update(index for index in self.owned[position] if index in self.named_at)
        for index in self.frames[position].sentences:
            near.update(i for i in range(index - REACH, index + REACH + 1) if i in self.named_at)
        return sorted(near)

    def standing_for(self, keys: Iterable[str]) -> set[str]:
        """The keys of the bodies and countries that the persons among `keys` stand for."""
        return {body for key in keys for body in self.stands_for.get(key, ())}

    def cues(self, index: int) -> frozenset[str]:
        """The roles and the kinds of cue that the sentence at `index` speaks of."""
        found = self._cues.get(index)
        if found is None:
            sentence = self.page.sentences[index]
            found = self._cues[index] = frozenset(
                cue.label if cue.category == "roles" else cue.category
                for cue in self.page.cues_in(sentence.start, sentence.end)
                if cue.category == "roles" or cue.category in _CUES
            )
        return found

    def said(self, index: int, kind: str, part: str) -> frozenset[str]:
        """What the sentence at `index` says of those of a kind that it names: its cues, and how many it names.

        `part` is the sentence's part in an event, and stands before each.
        """
        found = self._said.get((index, kind, part))
        if found is None:
            found = self._said[index, kind, part] = frozenset(self._remarks(index, kind, part))
        return found

    def _remarks(self, index: int, kind: str, part: str) -> list[str]:
        if self.page.sentences[index].segment == "headline":
            return []
        actors = {actor.key: actor.kind for actor, _ in self.named_at[index]}
        alike = sum([other == kind for other in actors.values()])
        counts = [f"{part}_names_{min(len(actors), _CROWD)}", f"{part}_alike_{min(alike, _ALIKE)}"]
        return counts + [f"{part}_{cue}" for cue in self.cues(index)]


def given(frame: Frame) -> set[str]:
    """The keys of the actors that the sentences of the triggers of `frame` give it."""
    return {key for candidate in frame.candidates for key in candidate.actors}


def _owners(page: Page, frames: list[Frame]) -> list[int]:
    """Return for each sentence the position of the frame told of in it, or last before it; -1 without frames."""
    owner: list[int] = []
    current = 0 if frames else -1
    own = {index: k for k in reversed(range(len(frames))) for index in frames[k].sentences}
    for index in range(len(page.sentences)):
        current = own.get(index, current)
        owner.append(current)
    return owner


def _naming(page: Page, index: int, mention: NameMention) -> Naming:
    low = page.sentences[index].start
    start = mention.start
    if 0 <= mention.office_start < start:
        start = max(low, mention.office_start)
    return Naming(start, mention.end, _word_before(page, low, start))


def _word_before(page: Page, low: int, start: int) -> str:
    """What stands before `start`, from `low` on: a governing word, a mark, "opening" or "other"."""
    words = page.lowered[max(low, start - _BEFORE) : start].split()
    if not words:
        return "opening"
    word = words[-1]
    if word in _WORDS:
        return word
    return "other" if word[-1].isalnum() else _MARKS.get(word[-1], "mark")
