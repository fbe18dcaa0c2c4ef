"""Rules and model joined: things by who says them, fields of an event by who is more often right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flows.extract.backend.measured import Measured
from flows.extract.model import Actor, Event, Participant, Programme, Proof, Reading, Report
from flows.extract.protocol import Extractor

LIKENESS = 0.5  # from which two events are taken for one
_DATE = ("date_start", "date_end", "date_precision", "date_basis")
_PLACE = ("place_name", "place_precision", "country", "latitude", "longitude")
_PROOFS = {
    "type": ("event_type",),
    "status": ("status",),
    "date": ("date_start", "date_end"),
    "place": ("place_name", "country"),
}
_FIELDS = {"type": ("type",), "status": ("status",), "date": _DATE, "place": _PLACE}

Left = TypeVar("Left")
Right = TypeVar("Right")
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Combined:
    """An extractor that joins two: the rules and a model."""

    rules: Extractor
    model: Extractor
    measured: Measured

    def read(self, report: Report) -> Reading:
        """Return what both say of `report`."""
        return combine(self.rules.read(report), self.model.read(report), self.measured)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Which things of two readings are the same: pairs of keys (rules, model)."""

    actors: dict[str, str]
    programmes: dict[str, str]
    events: dict[str, str]


def combine(rules: Reading, model: Reading, measured: Measured) -> Reading:
    """Return one reading of two of the same report."""
    same = align(rules, model)
    actors, actor_of = _things(rules.actors, model.actors, same.actors, "actor", measured, "a")
    programmes, programme_of = _things(
        rules.programmes, model.programmes, same.programmes, "programme", measured, "p"
    )
    told = {event.key: event for event in model.events}
    events = []
    for event in rules.events:
        other = told.pop(same.events.get(event.key, ""), None)
        if other is not None:
            events.append(_joined(event, _renamed(other, actor_of, programme_of), measured))
        elif measured.keeps("event", "rules"):
            events.append(event)
    if measured.keeps("event", "model"):
        for other in told.values():
            added = _renamed(other, actor_of, programme_of)
            events.append(_weighed(added, measured.of("event", "model")))
    return Reading(
        rules.report_id,
        actors,
        programmes,
        _numbered(events, actors, programmes),
        [*rules.issues, *model.issues],
    )


def align(rules: Reading, model: Reading) -> Aligned:
    """Find what the two readings have in common."""
    actors = _pairs(
        rules.actors,
        model.actors,
        lambda a, b: float(a.kind == b.kind) * _overlap(_spans(a), _spans(b)),
        0.01,
    )
    programmes = _pairs(rules.programmes, model.programmes, lambda a, b: _overlap(_spans(a), _spans(b)), 0.01)
    own = {b: a for a, b in actors.items()}
    events = _pairs(rules.events, model.events, lambda a, b: likeness(a, b, own), LIKENESS)
    return Aligned(actors, programmes, events)


def likeness(one: Event, other: Event, own: dict[str, str]) -> float:
    """How alike two events are, as in the evaluation: type 0.4, dates 0.3, participants 0.3, status 0.1.

    `own` leads from the model's actors to the same ones of the rules.
    """
    score = 0.4 if one.type == other.type else 0.1
    if (one.date_start, one.date_end) == (other.date_start, other.date_end):
        score += 0.3 if one.date_end else 0.2
    elif one.date_end and other.date_end:
        apart = (one.date_start or one.date_end) > other.date_end or (
            other.date_start or other.date_end
        ) > one.date_end
        score += -0.3 if apart else 0.15
    mine = {part.actor_key for part in one.participants}
    theirs = {own.get(part.actor_key, part.actor_key) for part in other.participants}
    if mine or theirs:
        score += 0.3 * 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return score + 0.1 * (one.status == other.status)


def _spans(thing: Actor | Programme) -> Spans:
    if isinstance(thing, Actor):
        return [(mention.start, mention.end) for mention in thing.mentions]
    return [(start, end) for start, end, _ in thing.spans]


def _overlap(one: Spans, other: Spans) -> float:
    """The share of the fewer spans that touch one of the others."""
    touching = sum(any(a < d and c < b for c, d in other) for a, b in one)
    return touching / max(1, min(len(one), len(other)))


def _pairs(
    left: Sequence[Left], right: Sequence[Right], likeness: Callable[[Left, Right], float], least: float
) -> dict[str, str]:
    """Pairs of keys, the likest first, each used once."""
    scored = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    found: dict[int, int] = {}
    for score, i, j in scored:
        if score >= least and i not in found and j not in found.values():
            found[i] = j
    return {left[i].key: right[j].key for i, j in found.items()}  # type: ignore[attr-defined]


Thing = TypeVar("Thing", Actor, Programme)


def _things(
    rules: Sequence[Thing],
    model: Sequence[Thing],
    same: dict[str, str],
    what: str,
    measured: Measured,
    letter: str,
) -> tuple[list[Thing], dict[str, str]]:
    """Actors or programmes of both, and the key that each of the model's has now."""
    back = {b: a for a, b in same.items()}
    kept = []
    for thing in rules:
        if thing.key in same:
            kept.append(replace(thing, confidence=max(thing.confidence, round(measured.of(what, "both"), 4))))
        elif measured.keeps(what, "rules"):
            kept.append(thing)
    there = {thing.key for thing in kept}
    key_of = {key: own for key, own in back.items() if own in there}
    highest = max((int(thing.key[1:]) for thing in rules), default=0)
    if measured.keeps(what, "model"):
        sure = round(measured.of(what, "model"), 4)
        for number, thing in enumerate((t for t in model if t.key not in back), highest + 1):
            key_of[thing.key] = f"{letter}{number}"
            kept.append(_sure(replace(thing, key=f"{letter}{number}", confidence=sure), sure))
    return kept, key_of


def _sure(thing: Thing, confidence: float) -> Thing:
    """The thing with the measured confidence at its mentions too."""
    if isinstance(thing, Actor):
        thing.mentions = [mention._replace(confidence=confidence) for mention in thing.mentions]
    return thing


def _renamed(event: Event, actor_of: dict[str, str], programme_of: dict[str, str]) -> Event:
    """A model's event with the keys of the joined reading; who is not in it takes no part."""
    proofs = []
    for proof in event.proofs:
        kind, _, key = proof.field.partition(":")
        lead = {"role": actor_of, "relation": programme_of}.get(kind)
        if lead is None:
            proofs.append(proof)
        elif key in lead:
            proofs.append(proof._replace(field=f"{kind}:{lead[key]}"))
    return replace(
        event,
        participants=[
            replace(part, actor_key=actor_of[part.actor_key])
            for part in event.participants
            if part.actor_key in actor_of
        ],
        programmes=[
            (programme_of[key], relation) for key, relation in event.programmes if key in programme_of
        ],
        proofs=proofs,
    )


def _joined(one: Event, other: Event, measured: Measured) -> Event:
    """An event of the rules with what of the model's is more often right."""
    joined = replace(one, participants=list(one.participants), proofs=list(one.proofs))
    joined.confidence = max(one.confidence, round(measured.of("event", "both"), 4))
    for what, names in _FIELDS.items():
        mine = [getattr(one, name) for name in names]
        theirs = [getattr(other, name) for name in names]
        if mine == theirs or not _says(other, what):
            continue
        if not _says(one, what) or measured.prefers_model(what):
            for name, value in zip(names, theirs, strict=True):
                setattr(joined, name, value)
            sure = measured.of(what, "model")
            taken = [p._replace(confidence=round(sure, 4)) for p in other.proofs if p.field in _PROOFS[what]]
            joined.proofs = [p for p in joined.proofs if p.field not in _PROOFS[what]] + taken
    _join_parties(joined, one, other, measured)
    have = dict(joined.programmes)
    joined.programmes = [*joined.programmes, *((k, r) for k, r in other.programmes if k not in have)]
    joined.proofs += [
        p for p in other.proofs if p.field.startswith("relation:") and p.field.partition(":")[2] not in have
    ]
    return joined


def _join_parties(joined: Event, one: Event, other: Event, measured: Measured) -> None:
    """Participants that both name, and those that one side names where that side alone is mostly right."""
    mine = {part.actor_key for part in one.participants}
    theirs = {part.actor_key for part in other.participants}
    kept: list[Participant] = [
        part
        for part in one.participants
        if part.actor_key in theirs or measured.keeps("participant", "rules")
    ]
    proofs: list[Proof] = []
    if measured.keeps("participant", "model"):
        kept += [part for part in other.participants if part.actor_key not in mine]
        proofs = [p for p in other.proofs if p.field.startswith("role:") and p.field[5:] not in mine]
    joined.participants = kept
    keys = {part.actor_key for part in kept}
    sure = round(measured.of("participant", "model"), 4)
    joined.proofs = [p for p in joined.proofs if not p.field.startswith("role:") or p.field[5:] in keys] + [
        p._replace(confidence=sure) for p in proofs
    ]


def _says(event: Event, what: str) -> bool:
    """True where an event has a value of this field; every event has a type and a status."""
    return what in ("type", "status") or (
        event.date_end is not None if what == "date" else event.country is not None or bool(event.place_name)
    )


def _weighed(event: Event, confidence: float) -> Event:
    sure = round(confidence, 4)
    return replace(event, confidence=sure, proofs=[p._replace(confidence=sure) for p in event.proofs])


def _numbered(events: list[Event], actors: list[Actor], programmes: list[Programme]) -> list[Event]:
    """Events in order of mention with keys e1, e2, ...; parts and parties that are gone are let go."""
    there = {actor.key for actor in actors} | {programme.key for programme in programmes}
    new = {event.key: f"e{number}" for number, event in enumerate(events, 1)}
    done = []
    for event in events:
        parties = [p for p in event.participants if p.actor_key in there]
        parties = [
            replace(p, on_behalf_of=p.on_behalf_of if p.on_behalf_of in there else None) for p in parties
        ]
        proofs = []
        for proof in event.proofs:
            kind, _, key = proof.field.partition(":")
            if kind in ("role", "relation") and key not in there:
                continue
            if proof.field == "part_of":
                if proof.value not in new:
                    continue
                proof = proof._replace(value=new[proof.value])
            proofs.append(proof)
        done.append(
            replace(
                event,
                key=new[event.key],
                part_of=new.get(event.part_of) if event.part_of else None,
                participants=parties,
                programmes=[(key, relation) for key, relation in event.programmes if key in there],
                proofs=proofs,
            )
        )
    return done
