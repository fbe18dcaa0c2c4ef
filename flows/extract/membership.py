"""Which of a report's actors take part in which of its events: a logistic score over plain features of the pair.

Reports name most of those who take part outside the sentence that tells of the event, so closeness, cue words,
speech and who stands for whom are weighed together.  The weights stand in weights.yml under `party`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from flows.extract.frames import Frame
from flows.extract.model import Actor
from flows.extract.page import Page
from flows.extract.parties import represented
from flows.extract.weights import judgement

HISTORY_DAYS = 45
WINDOW = 60  # sentences: who is named farther from an event is not weighed for it
FAR = 4  # sentences
UNTOLD = frozenset({"related", "tags", "byline"})


class Telling:
    """Where a report tells of what: the frame that each sentence is about, and the sentences that name each actor."""

    def __init__(self, page: Page, frames: list[Frame]) -> None:
        self.page = page
        self.frames = frames
        self.owner = _owners(page, frames)
        self.told_in: dict[str, list[int]] = {}
        self.named_at: dict[int, list[Actor]] = {}
        self.speech: set[int] = set()
        self.attended: set[int] = set()
        self.told_of = Counter(index for frame in frames for index in set(frame.sentences))
        self._scenes: dict[int, _Scene] = {}
        self._near: tuple[int, int, list[Actor]] = (0, 0, [])  # the last answer of `near`
        self.order = {actor.key: place for place, actor in enumerate(page.actors)}
        self.standing_for: dict[str, list[Actor]] = {}
        for actor in page.actors:
            for key in represented(actor) if actor.kind == "person" else ():
                self.standing_for.setdefault(key, []).append(actor)
        for mention, actor in page.names:
            index = page.sentence_at(mention.start)
            if index < 0 or page.quoted(mention.start) or page.sentences[index].segment in UNTOLD:
                continue
            self.told_in.setdefault(actor.key, []).append(index)
            self.named_at.setdefault(index, []).append(actor)
        self.naming = sorted(self.named_at)
        for cue in page.cues:
            if cue.category == "speech":
                self.speech.add(page.sentence_at(cue.start))
            elif cue.category == "companions" and not page.quoted(cue.start):
                self.attended.add(page.sentence_at(cue.start))

    def scene(self, position: int) -> _Scene:
        """What the features of every actor in the frame at `position` share; frames change no more by now."""
        found = self._scenes.get(position)
        if found is None:
            found = self._scenes[position] = _Scene(self, position)
        return found

    def told_near(self, actor: Actor, first: int, last: int) -> list[int]:
        """The sentences within WINDOW of [first, last] that name `actor`."""
        told = self.told_in.get(actor.key, [])
        return told[bisect_left(told, first - WINDOW) : bisect_right(told, last + WINDOW)]

    def near(self, frame: Frame) -> list[Actor]:
        """The actors named within WINDOW sentences of `frame`, in order of first mention."""
        low = bisect_left(self.naming, min(frame.sentences) - WINDOW)
        high = bisect_right(self.naming, max(frame.sentences) + WINDOW)
        if self._near[:2] != (low, high):  # the frames of a short report all lie within the same sentences
            found = {a.key: a for index in self.naming[low:high] for a in self.named_at[index]}
            self._near = (low, high, sorted(found.values(), key=lambda actor: self.order[actor.key]))
        return self._near[2]


def _owners(page: Page, frames: list[Frame]) -> list[int]:
    """Return for each sentence the position of the frame told of in it, or last before it; -1 without frames."""
    owner: list[int] = []
    current = 0 if frames else -1
    own = {index: k for k in reversed(range(len(frames))) for index in frames[k].sentences}
    for index in range(len(page.sentences)):
        current = own.get(index, current)
        owner.append(current)
    return owner


# what a sentence that names an actor says of its part in a frame
_TRIGGER, _COMPANION, _HEADLINE, _BODY, _LEAD, _OWNED, _ATTENDED, _SPEECH = (1 << i for i in range(8))
_HERE, _BESIDE, _CLOSE, _UNTOLD = (1 << i for i in range(8, 12))
_TOLD = (
    (_TRIGGER, "trigger_sentence"),
    (_COMPANION, "companion"),
    (_HEADLINE, "headline"),
    (_LEAD, "lead"),
    (_OWNED, "owned"),
    (_ATTENDED, "owned_attended"),
    (_SPEECH, "owned_speech"),
)


class _Seen(dict[int, int]):
    """What it says of an actor that a sentence names it, as bits; looked at once for each sentence."""

    def __init__(self, look: Callable[[int], int]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, index: int) -> int:
        bits = self[index] = self._look(index)
        return bits


class _Part(NamedTuple):
    """All that is weighed of an actor in a frame."""

    kind: str
    mentions: int  # sentences that name it, at most 4
    bits: int  # what those say
    given: bool
    left: bool
    right: bool
    office: str  # a person's: "no_office", "stands_for_given" or ""
    stood_for: bool
    stood_for_near: bool


class _Scene:
    """What the features of every actor in one frame share."""

    def __init__(self, telling: Telling, position: int) -> None:
        page, frame = telling.page, telling.frames[position]
        self.ordered = sorted(set(frame.sentences))
        self.mine = frozenset(self.ordered)
        self.low, self.high = self.ordered[0], self.ordered[-1]
        self.triggers = {c.index for c in frame.candidates}
        self.given = {key for c in frame.candidates for key in c.actors}
        self.both = any(
            cue.category == "both_parties"
            for index in self.triggers
            for cue in page.cues_in(page.sentences[index].start, page.sentences[index].end)
        )
        self.lead = frame.lead
        told_by = page.sentences[self.lead.index]
        self.left: set[str] = set()  # actors named before the lead trigger, in its sentence
        self.right: set[str] = set()  # and after it
        for mention, actor in page.names_in(told_by.start, told_by.end):
            if mention.end <= self.lead.start:
                self.left.add(actor.key)
            if mention.start >= self.lead.end:
                self.right.add(actor.key)
        when = frame.when
        history = bool(
            when and when.last and page.published and (page.published - when.last).days > HISTORY_DAYS
        ) or all(c.background for c in frame.candidates)
        said = {
            "news": position == 0,
            "single": len(telling.frames) == 1,
            "history": history,
            "planned": self.lead.status == "planned",
            f"type_{frame.type}": True,
        }
        self.shared = {name: 1.0 for name, true in said.items() if true}
        self.not_given = {f"type_{frame.type}_not_given": 1.0}
        if history:
            self.not_given["history_not_given"] = 1.0
        self._telling, self._position = telling, position
        self.seen = _Seen(self._look)
        self.likelihoods: dict[_Part, float] = {}  # of the parts weighed so far

    def _look(self, index: int) -> int:
        telling, own = self._telling, index in self.mine
        bits = _TRIGGER if index in self.triggers else _COMPANION if own else 0
        if telling.page.sentences[index].segment == "headline":
            return bits | _HEADLINE
        bits |= _BODY
        at = bisect_left(self.ordered, index)
        gap = min([abs(index - other) for other in self.ordered[max(0, at - 1) : at + 1]])
        bits |= _HERE if gap == 0 else _BESIDE if gap == 1 else _CLOSE if gap < FAR else 0
        if index - telling.page.first_body <= 1:
            bits |= _LEAD
        if own or not telling.told_of[index]:
            bits |= _UNTOLD
        if telling.owner[index] == self._position:
            bits |= _OWNED
            if index in telling.attended:
                bits |= _ATTENDED
            if index in telling.speech and not own:
                bits |= _SPEECH
        return bits


def features(telling: Telling, position: int, actor: Actor) -> dict[str, float] | None:
    """Return the features of `actor` in the frame at `position`, but for those that are 0.

    None where the report does not tell of the actor.
    """
    part = _part(telling, position, actor)
    return None if part is None else _features(telling.scene(position), position, part)


def _part(telling: Telling, position: int, actor: Actor) -> _Part | None:
    """What is weighed of `actor` in the frame at `position`; None where the report does not tell of it."""
    scene = telling.scene(position)
    told = telling.told_near(actor, scene.low, scene.high)
    if not told:
        return None
    seen, bits = scene.seen, 0
    for index in told:
        bits |= seen[index]
    key, office = actor.key, ""
    if actor.kind == "person":
        if not actor.offices:
            office = "no_office"
        elif not scene.given.isdisjoint(represented(actor)):
            office = "stands_for_given"
    stands = telling.standing_for.get(key)
    return _Part(
        actor.kind,
        min(len(told), 4),
        bits,
        key in scene.given,
        key in scene.left,
        key in scene.right,
        office,
        stands is not None and any(p.key in scene.given for p in stands),
        stands is not None
        and any(
            telling.owner[i] == position for p in stands for i in telling.told_near(p, scene.low, scene.high)
        ),
    )


def _features(scene: _Scene, position: int, part: _Part) -> dict[str, float]:
    """The features of a part in the frame at `position`, but for those that are 0."""
    kind, bits = part.kind, part.bits
    found = scene.shared.copy()
    found["mentions"] = part.mentions / 4
    found[kind] = 1.0
    if part.given:
        found["given"] = 1.0
        if scene.both:
            found["both_sides"] = 1.0
    else:
        found |= scene.not_given
        found[f"{kind}_not_given"] = 1.0
    if part.left:
        found["left"] = 1.0
    if part.right:
        found["right"] = 1.0
    for bit, name in _TOLD:
        if bits & bit:
            found[name] = 1.0
    if not bits & _BODY:
        found["headline_only"] = 1.0
    elif not bits & _UNTOLD:
        found["elsewhere"] = 1.0
    if bits & _OWNED and position == 0:
        found["news_owned"] = 1.0
    if not bits & _HERE:
        if bits & _BESIDE:
            found["near"] = 1.0
        elif not bits & _CLOSE:
            found["far"] = 1.0
    if part.office:
        found[part.office] = 1.0
    if part.stood_for:
        found["stood_for"] = 1.0
    if part.stood_for_near:
        found["stood_for_near"] = 1.0
    return found


def members(telling: Telling, position: int) -> list[str]:
    """Return the keys of the actors that take part in the frame at `position`, in order of mention."""
    found = []
    judge = judgement("party")
    frame = telling.frames[position]
    if all(candidate.segment == "caption" for candidate in frame.candidates):
        return _shown(telling.page, frame)
    scene = telling.scene(position)
    for actor in telling.near(frame):
        part = _part(telling, position, actor)
        if part is None:
            continue
        likelihood = scene.likelihoods.get(part)
        if likelihood is None:
            likelihood = judge.probability(_features(scene, position, part))
            scene.likelihoods[part] = likelihood
        if likelihood >= judge.threshold:
            found.append(actor.key)
    return found


def _shown(page: Page, frame: Frame) -> list[str]:
    """A caption tells of its own picture: the actors it names, and the bodies that they stand for."""
    named = {key for candidate in frame.candidates for key in candidate.actors}
    stood_for = {key for name in named for key in represented(page.by_key[name]) if key in page.by_key}
    return [actor.key for actor in page.actors if actor.key in named | stood_for]
