"""Which of a report's actors take part in which of its events: a logistic score over plain features of the pair.

Reports name most of those who take part outside the sentence that tells of the event, so closeness, cue words, lists,
speech and who stands for whom are weighed together; what each weighs differs from persons to bodies and countries.
The weights stand in weights.yml under `party`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flows.extract.frames import Frame
from flows.extract.model import Actor
from flows.extract.page import Page
from flows.extract.parties import represented
from flows.extract.telling import Naming, Telling, given
from flows.extract.weights import judgement

HISTORY_DAYS = 45
_FAR = 4  # sentences
_MENTIONS = 6
_REACH = (
    (10, "beside_trigger"),
    (40, "by_trigger"),
    (100, "near_trigger"),
    (200, "off_trigger"),
)  # characters


class _Scene:
    """What the features of every actor in one frame share; frames change no more by now."""

    def __init__(self, telling: Telling, position: int) -> None:
        page, frame = telling.page, telling.frames[position]
        self.telling, self.position = telling, position
        self.ordered = sorted(set(frame.sentences))
        self.mine = frozenset(self.ordered)
        self.low, self.high = self.ordered[0], self.ordered[-1]
        self.paragraphs = {page.sentences[index].paragraph for index in self.ordered}
        self.triggers = _trigger_spans([frame])
        self.given = given(frame)
        self.both = any("both_parties" in telling.cues(index) for index in self.triggers)
        self.lead = frame.lead
        told_by = page.sentences[self.lead.index]
        self.left: set[str] = set()  # actors named before the lead trigger, in its sentence
        self.right: set[str] = set()  # and after it
        for mention, actor in page.names_in(told_by.start, told_by.end):
            if mention.end <= self.lead.start:
                self.left.add(actor.key)
            if mention.start >= self.lead.end:
                self.right.add(actor.key)
        self.stood_for = telling.standing_for(self.given)
        owned = telling.owned[position]
        self.stood_for_near = telling.standing_for(
            {actor.key for index in owned for actor, _ in telling.named_at.get(index, ())}
        )
        self._share(page, frame)

    def _share(self, page: Page, frame: Frame) -> None:
        """Set what holds of all actors, and what of those given to the frame and of the others."""
        last = frame.when.last if frame.when else None
        history = bool(last and page.published and (page.published - last).days > HISTORY_DAYS)
        said = {
            "news": self.position == 0,
            "single": len(self.telling.frames) == 1,
            "history": history or all(c.background for c in frame.candidates),
            "planned": self.lead.status == "planned",
            f"type_{frame.type}": True,
        }
        shared = [name for name, true in said.items() if true]
        self.if_given = frozenset({*shared, "given", *(["both_sides"] if self.both else [])})
        self.if_not = frozenset({
            *shared, "not_given", f"type_{frame.type}_not_given",
            *(["history_not_given"] if said["history"] else []),
        })  # fmt: skip

    def part(self, index: int) -> str:
        """The part of a sentence in the event: it tells of it ("own"), goes on after that, or is about another."""
        if index in self.mine:
            return "own"
        return "owned" if self.telling.owner[index] == self.position else "other"

    def place(self, index: int) -> set[str]:
        """What the place of the sentence at `index` says of all that it names."""
        own = index in self.mine
        found = {"trigger_sentence" if index in self.triggers else "companion" if own else "away"}
        if self.telling.page.sentences[index].segment == "headline":
            return {*found, "headline"}
        if index - self.telling.page.first_body <= 1:
            found.add("lead")
        if self.telling.owner[index] == self.position:
            found |= _OWNED_NEWS if self.position == 0 else _OWNED
        return found | (_IN_IT if own else self._apart(index))

    def _apart(self, index: int) -> set[str]:
        """Where a sentence of the body that does not tell of the event stands to it."""
        at = bisect_left(self.ordered, index)
        gap = min([abs(index - other) for other in self.ordered[max(0, at - 1) : at + 1]])
        found = {
            "body",
            "beside" if gap == 1 else "close" if gap < _FAR else "distant",
            "before_event" if index < self.low else "after_event" if index > self.high else "amid_event",
        }
        if not self.telling.told_of[index]:
            found.add("alone")
        if self.telling.page.sentences[index].paragraph in self.paragraphs:
            found.add("same_paragraph")
        return found


_IN_IT = frozenset({"body", "here", "alone"})
_OWNED = frozenset({"owned"})
_OWNED_NEWS = frozenset({"owned", "news_owned"})


class Parties:
    """Asks of each actor of a report whether it takes part in each of its frames, which change no more by now."""

    def __init__(self, page: Page, frames: list[Frame]) -> None:
        self.telling = Telling(page, frames)
        self._triggers = _trigger_spans(frames)
        self._known = {actor.key: _known(actor) for actor in page.actors}

    def members(self, position: int) -> list[str]:
        """Return the keys of the actors that take part in the frame at `position`, in order of mention."""
        page, frame = self.telling.page, self.telling.frames[position]
        if all(candidate.segment == "caption" for candidate in frame.candidates):
            return _shown(page, frame)
        judges = {kind: judgement("party", kind) for kind in ("country", "organisation", "person")}
        found = []
        for key, said in self.features(position).items():
            judge = judges[page.by_key[key].kind]
            if judge.holding(said) >= judge.threshold:
                found.append(key)
        return sorted(found, key=self.telling.order.__getitem__)

    def features(self, position: int) -> dict[str, set[str]]:
        """The features that hold of each actor in the frame at `position`, by key; of those named near it or in its headline."""
        telling = self.telling
        scene = _Scene(telling, position)
        found: dict[str, set[str]] = {}
        for index in telling.around(position):
            spans, part, place = scene.triggers.get(index), scene.part(index), scene.place(index)
            for actor, naming in telling.named_at[index]:
                said = found.setdefault(actor.key, set())
                said |= place
                said |= telling.said(index, actor.kind, part)
                if spans:
                    said |= _in_sentence(spans, self._triggers[index], naming)
                elif part == "owned":
                    said.add(f"there_after_{naming.after}")
        for key, said in found.items():
            self._weigh(scene, telling.page.by_key[key], said)
        return found

    def _weigh(self, scene: _Scene, actor: Actor, said: set[str]) -> None:
        """Add to what the sentences said of an actor what they say together, and what is known of it besides."""
        key, mine = actor.key, actor.key in scene.given
        said |= scene.if_given if mine else scene.if_not
        said |= self._known[key]
        if "body" not in said:
            said.add("headline_only")
        elif "alone" not in said:
            said.add("elsewhere")
        if "body" in said and "here" not in said:
            said.add("near" if "beside" in said else "some_way" if "close" in said else "far")
        said.add(f"mentions_{min(self.telling.mentions[key], _MENTIONS)}")
        said.add(f"{'given' if mine else 'not'}_but_to_{min(self.telling.given_to[key] - mine, 2)}")
        if key in scene.left:
            said.add("left")
        if key in scene.right:
            said.add("right")
        if key in scene.stood_for:
            said.add("stood_for")
        if key in scene.stood_for_near:
            said.add("stood_for_near")
        if not scene.given.isdisjoint(self.telling.stands_for.get(key, ())):
            said.add("stands_for_given")


def _trigger_spans(frames: Sequence[Frame]) -> dict[int, list[tuple[int, int]]]:
    """The spans of the triggers of some frames, in order, by sentence."""
    found: dict[int, list[tuple[int, int]]] = {}
    for frame in frames:
        for candidate in frame.candidates:
            found.setdefault(candidate.index, []).append((candidate.start, candidate.end))
    return {index: sorted(spans) for index, spans in found.items()}


def _in_sentence(own: list[tuple[int, int]], every: list[tuple[int, int]], naming: Naming) -> set[str]:
    """How a name stands in a sentence with triggers of the frame, given their spans and those of all triggers there."""
    apart = _nearest(own, naming)
    said = {
        f"here_after_{naming.after}",
        next((name for reach, name in _REACH if apart < reach), "off_sentence"),
    }
    if _nearest(every, naming) < apart:
        said.add("other_trigger_nearer")
    return said


def _known(actor: Actor) -> set[str]:
    """What is known of an actor whatever the event."""
    said = {
        actor.kind: True,
        f"category_{actor.category}": bool(actor.category),
        "registry": bool(actor.registry_id),
        "no_office": actor.kind == "person" and not actor.offices,
        "former": any(office.former for office in actor.offices),
    }
    return {name for name, true in said.items() if true}


def _nearest(spans: list[tuple[int, int]], naming: Naming) -> int:
    """Characters between a name and the nearest of `spans`, which come in order."""
    at = bisect_right(spans, (naming.start, 0))
    return min(
        max(start - naming.end, naming.start - end, 0) for start, end in spans[max(0, at - 1) : at + 1]
    )


def _shown(page: Page, frame: Frame) -> list[str]:
    """A caption tells of its own picture: the actors it names, and the bodies that they stand for."""
    named = given(frame)
    stood_for = {key for name in named for key in represented(page.by_key[name]) if key in page.by_key}
    return [actor.key for actor in page.actors if actor.key in named | stood_for]
