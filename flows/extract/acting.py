"""Which of the names in a report act in it: a logistic score over plain features of the name.

A report names more bodies and countries than act in it: where a fighter came from, whose members a body has, the
embassy that was bombed.  Taking part in an event, holding an office, speaking and standing in the headline are
weighed against such company.  The weights stand in weights.yml under `actor`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from flows.extract.governing import Governing, words_before
from flows.extract.model import Actor, Event, NameMention, Office
from flows.extract.page import Page
from flows.extract.parties import represented
from flows.extract.weights import judgement

MOST = 30  # mentions of one actor that are looked at
LISTED = 4  # countries in one sentence from which they are a list
TOGETHER = 3  # and from which they act together
LIKELY = 0.5  # mean chance from which a list lifts those of its countries that are less likely
_PLACED = Governing(
    "di|ke|dari|wilayah|asal|in|from|to|at|across|throughout|gedung|kantor|markas|kampus|aula",
    r"\s(?:the\s)?",
)
_STRUCK = Governing(
    "bom|pengeboman|serangan|ledakan|teror|insiden|konflik|bombing|bombings|attack|attacks|blast|blasts|siege|bombed|conflict|war",
    r"\s(?:\w+\s){0,2}",
)
_OF = Governing("of|for|untuk|anggota|member|members|mantan|eks|former", r"\s(?:the\s)?")
_WITH = Governing("dengan|bersama|antara|oleh|kepada|menerima|between|with|by|joined", r"\s(?:the\s)?")
_DOES = re.compile(
    r"\s(?:akan|telah|sudah|sepakat|siap|ikut|turut|selaku|mem\w+|men\w+|mel\w+|ber\w+|has|have|had|will|would|agree|sign|hosts?|"
    r"\w{3,}ed)\b"
)


class Company:
    """What the questions asked about each actor of a report share."""

    def __init__(self, page: Page, events: Sequence[Event]) -> None:
        self.page = page
        self.parts = Counter(party.actor_key for event in events for party in event.participants)
        self.spoken = {page.sentence_at(cue.start) for cue in page.cues if cue.category == "speech"}
        self.stood_for = Counter(
            key for actor in page.actors if actor.kind == "person" for key in represented(actor)
        )
        self.countries = Counter(
            page.sentence_at(mention.start) for mention, actor in page.names if actor.kind == "country"
        )
        told = [proof.start for event in events for proof in event.proofs if proof.field == "event_type"]
        self.told = {page.sentence_at(start) for start in told}
        bodies = [i for i, s in enumerate(page.sentences) if s.segment == "body"]
        self.last_body = bodies[-1] if bodies else 0


def features(company: Company, actor: Actor) -> dict[str, float]:
    """Return the features of `actor`, but for those that are 0."""
    return dict.fromkeys(_said(company, actor), 1.0)


def _said(company: Company, actor: Actor) -> list[str]:
    """The names of the features that hold of `actor`."""
    page, kind = company.page, actor.kind
    mentions = actor.mentions[:MOST]
    seen: set[str] = {kind, f"mentions_{min(len(mentions), 4)}"}
    for mention in mentions:
        _look(company, actor, mention, seen)
    parts = company.parts[actor.key]
    seen.add(f"parts_{min(parts, 2)}")
    if kind == "person":
        seen.add("office" if actor.offices else "no_office")
        seen.add(f"words_{min(len(actor.name.split()), 4)}")
        if any(office.former for office in actor.offices):
            seen.add("former")
    else:
        seen.add("stood_for" if company.stood_for[actor.key] else "not_stood_for")
    if actor.registry_id:
        seen.add("registry")
    if actor.category:
        seen.add(f"category_{actor.category}")
    indexes = {page.sentence_at(mention.start) for mention in mentions}
    segments = {page.sentences[index].segment for index in indexes if index >= 0}
    if len(segments) == 1:
        seen.add(f"only_{segments.pop()}")
    if all(page.quoted(mention.start) for mention in mentions):
        seen.add("only_quoted")
    return [*seen, *[f"{kind}_{name}" for name in seen if name != kind]]


def _look(company: Company, actor: Actor, mention: NameMention, found: set[str]) -> None:
    """Add what one mention says of its actor to what was `found`."""
    page = company.page
    text = page.report.text
    index = page.sentence_at(mention.start)
    found.add(f"rule_{mention.rule}")
    if index < 0:
        return
    sentence = page.sentences[index]
    before = text[max(sentence.start, mention.start - 40) : mention.start]
    if sentence.segment == "headline":
        found.add("headline")
    elif index - page.first_body <= 1:
        found.add("lead")
    if mention.start - sentence.start < 3 and sentence.segment == "body":
        found.add("opens")
    if index in company.told:
        found.add("told")
    if index in company.spoken and actor.kind != "country":
        found.add("speaks")
    ends = words_before(before, 0, len(before))
    if _PLACED.before(before, 0, len(before), ends):
        found.add("placed")
    if _STRUCK.before(before, 0, len(before), ends):
        found.add("struck")
    if _OF.before(before, 0, len(before), ends):
        found.add("of")
    if _WITH.before(before, 0, len(before), ends):
        found.add("with")
    if _DOES.match(text, mention.end, min(sentence.end, mention.end + 20)):
        found.add("does")
    if actor.kind == "country" and company.countries[index] >= LISTED:
        found.add("listed")
    if text[mention.start - 1 : mention.start] == "(":
        found.add("bracketed")
    if index == company.last_body:
        found.add("last")
    if text[mention.end : mention.end + 1] == "-" or text[mention.start - 1 : mention.start] == "-":
        found.add("hyphen")


def acting(page: Page, events: Sequence[Event]) -> list[Actor]:
    """Return the actors of `page` that act, in order, without ties to those that do not."""
    judge = judgement("actor")
    company = Company(page, events)
    chances = {actor.key: judge.holding(_said(company, actor)) for actor in page.actors}
    chances |= _together(page, chances)
    actors = [actor for actor in page.actors if chances[actor.key] >= judge.threshold]
    keys = {actor.key for actor in actors}
    return [
        replace(actor, offices=[_among(office, keys) for office in actor.offices]) if actor.offices else actor
        for actor in actors
    ]


def _together(page: Page, chances: dict[str, float]) -> dict[str, float]:
    """Chances of the countries that one sentence lists: such a list acts or does not act as a whole."""
    lists: dict[int, dict[str, float]] = {}
    for mention, actor in page.names:
        if actor.kind == "country":
            lists.setdefault(page.sentence_at(mention.start), {})[actor.key] = chances[actor.key]
    found: dict[str, float] = {}
    for listed in lists.values():
        mean = sum(listed.values()) / len(listed)
        if len(listed) >= TOGETHER and mean >= LIKELY:
            found |= {key: max(own, mean, found.get(key, 0.0)) for key, own in listed.items()}
    return found


def _among(office: Office, keys: set[str]) -> Office:
    key = office.organisation_key
    return office if key is None or key in keys else replace(office, organisation_key=None)


def with_parties_among(event: Event, keys: set[str]) -> Event:
    """Return `event` with the parties, and the proofs of them, whose actors are among `keys`."""
    parties = [
        party
        if party.on_behalf_of is None or party.on_behalf_of in keys
        else replace(party, on_behalf_of=None)
        for party in event.participants
        if party.actor_key in keys
    ]
    proofs = [p for p in event.proofs if not p.field.startswith("role:") or p.field[5:] in keys]
    return replace(event, participants=parties, proofs=proofs)
