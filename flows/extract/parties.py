"""Who takes part in an event, in which role, on whose behalf."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.extract.candidates import Candidate
from flows.extract.cues import Cue
from flows.extract.frames import Frame
from flows.extract.hints import Phrases
from flows.extract.model import Actor, NameMention, Participant
from flows.extract.page import Page

MENTIONS = 50  # of an actor, looked through for the one that stands for its part
_TO = re.compile(r"\b(?:kepada|ke|bagi|untuk|to|for)\s(?:[\w-]+\s){0,3}$", re.I)
_WITNESS = Phrases("disaksikan|menyaksikan|witnessed|looked on|looking on")
_MAIN_ROLE = {
    "agreement": "signatory", "launch": "organiser", "exercise": "participant", "training": "participant",
    "operation": "participant", "assistance": "provider", "appointment": "participant", "conference": "participant",
    "visit": "participant", "meeting": "participant",
}  # fmt: skip
_ROLES_OF_TYPE = {
    "agreement": {"observer", "host"},
    "launch": {"funder", "speaker", "observer"},
    "exercise": {"organiser", "observer", "funder", "host"},
    "training": {"organiser", "trainer", "trainee", "funder", "speaker", "host"},
    "operation": {"organiser"},
    "assistance": {"funder"},
    "appointment": set(),
    "conference": {"organiser", "speaker", "observer", "funder", "host"},
    "visit": {"host"},
    "meeting": {"host", "organiser", "observer"},
}  # fmt: skip
_BEFORE_ACTOR = frozenset({"organiser", "observer", "funder", "trainer", "speaker"})
_OFFICES = Phrases("deputi|direktur|sekretaris|kepala|wakil kepala|asisten deputi|deputy|director|head")
_UNNAMED = re.compile(
    r"\b((?:Deputi|Direktur|Sekretaris|Kepala|Wakil Kepala|Asisten Deputi|Deputy|Director|Head)(?: (?:Bidang|Utama|Jenderal|Biro|for|of|and|dan|[A-Z][\w-]{2,20})){0,9})\b"
)


def participants(page: Page, frame: Frame, keys: list[str]) -> list[Participant]:
    """Return the participants of `frame`, given the keys of its actors, and the unnamed officials beside them."""
    found: dict[str, Participant] = {}
    for key in keys:
        actor = page.by_key[key]
        mention = _mention(page, frame, actor)
        if mention is None or key in found:
            continue
        found[key] = _participant(page, frame, actor, mention)
    for unnamed in _unnamed_officials(page, frame):
        if unnamed.actor_key not in found or found[unnamed.actor_key].position_title is None:
            found[unnamed.actor_key] = unnamed
    return list(found.values())


def represented(actor: Actor) -> list[str]:
    """Return the keys of the bodies and countries that a person holds an office of."""
    return [
        office.organisation_key for office in actor.offices if office.organisation_key and not office.former
    ]


def _mention(page: Page, frame: Frame, actor: Actor) -> NameMention | None:
    """The mention of `actor` in the sentences of `frame`, the one nearest to its lead trigger first."""
    spans = [page.sentences[index] for index in frame.sentences]
    inside = [m for s in spans for m, a in page.names_in(s.start, s.end) if a is actor]
    return min(
        inside or actor.mentions[:MENTIONS],
        key=lambda m: (abs(m.start - frame.lead.start), m.start),
        default=None,
    )


def _participant(page: Page, frame: Frame, actor: Actor, mention: NameMention) -> Participant:
    role = _role(page, frame, actor, mention)
    office = next((o for o in actor.offices if not o.former), None)
    return Participant(
        actor.key,
        role,
        mention.start,
        mention.end,
        f"role-{role}",
        position_title=office.title if office else None,
        on_behalf_of=office.organisation_key if office else None,
    )


def _role(page: Page, frame: Frame, actor: Actor, mention: NameMention) -> str:
    text = page.report.text
    index = page.sentence_at(mention.start)
    sentence = page.sentences[index] if index >= 0 else None
    cues = page.cues_in(sentence.start, sentence.end) if sentence else []
    cued = _cued_role(frame.type, mention, cues)
    if cued:
        return cued
    if (
        sentence
        and page.hints.holds(_WITNESS, sentence.start, mention.start)
        and "observer" in _ROLES_OF_TYPE[frame.type]
    ):
        return "observer"
    if frame.type == "appointment":
        return (
            "appointee" if actor.kind == "person" and not _appoints(text, frame, mention) else "participant"
        )
    if frame.type == "assistance" and _RECEIVES.search(text, mention.end, mention.end + 40):
        return "recipient"
    if frame.type == "assistance" and _TO.search(text, max(0, mention.start - 40), mention.start):
        return "recipient"
    return _MAIN_ROLE[frame.type]


_RECEIVES = re.compile(r"^[^.;]{0,25}\b(?:menerima|received|receives|accepted|memperoleh|mendapat)\b", re.I)
_BY = re.compile(r"\b(?:oleh|by) (?:[A-Z][\w.]* ){0,3}$")


def _appoints(text: str, frame: Frame, mention: NameMention) -> bool:
    """True for the one who swears in: before an active verb, or after "oleh" and "by"."""
    if _BY.search(text, max(0, mention.start - 60), mention.start):
        return True
    form = frame.lead.form
    active = form in _SWEARS_IN
    return active and mention.end <= frame.lead.start and frame.lead.start - mention.end < 80


_SWEARS_IN = frozenset({
    "melantik", "lantik", "mengangkat", "menunjuk", "mengukuhkan", "appointed", "appoints", "swore in", "swears in", "sworn in", "nominated",
    "named",
})  # fmt: skip


def _cued_role(kind: str, mention: NameMention, cues: list[Cue]) -> str | None:
    allowed = _ROLES_OF_TYPE[kind]
    for cue in cues:
        if cue.category != "roles" or cue.label not in allowed:
            continue
        if cue.label in _BEFORE_ACTOR and 0 <= mention.start - cue.end <= 25:
            return cue.label
        if cue.label in ("organiser", "host") and 0 <= cue.start - mention.end <= 12:
            return cue.label
    return None


_RECEIVED = re.compile(r"menerima|terima|menyambut|received|welcomed|hosted", re.I)
_TRIP_NOUN = re.compile(r"kunjungan|lawatan|kedatangan|misi|visit|trip|mission|tour", re.I)


def visit_roles(
    page: Page, frame: Frame, country: str | None, parties: list[Participant]
) -> list[Participant]:
    """Tell who visits and who receives: by the words of the trigger, then by whose country it is."""
    trigger = frame.lead
    received = bool(_RECEIVED.search(trigger.form))
    visitors = {
        p.actor_key for p in parties if _named_guest(page, trigger, received, page.by_key[p.actor_key])
    }
    hosts = {
        p.actor_key for p in parties if not received and _called_on(page, trigger, page.by_key[p.actor_key])
    }
    if not visitors and not received:
        visitors = {p.actor_key for p in parties if _travels(page, trigger, page.by_key[p.actor_key])}
    countries = {page.by_key[key].country for key in visitors} - {None}
    told = []
    for party in parties:
        actor = page.by_key[party.actor_key]
        role = "participant"
        if (
            actor.key in visitors
            or any(key in visitors for key in represented(actor))
            or actor.country in countries
        ):
            role = "visitor"
        elif (
            party.role == "host"
            or received
            or actor.key in hosts
            or (country and actor.country == country)
            or any(key in hosts for key in represented(actor))
        ):
            role = "host"
        told.append(replace(party, role=role, rule=f"role-{role}"))
    return told


def _named_guest(page: Page, trigger: Candidate, received: bool, actor: Actor) -> bool:
    """True where the trigger's own noun names the guest: "kunjungan X ke", "menerima kunjungan X", "visit of X"."""
    sentence = page.sentences[trigger.index]
    reach = 90 if received else 30
    return (received or bool(_TRIP_NOUN.search(trigger.form))) and any(
        other is actor
        and m.start - trigger.end < reach
        and not _TOWARDS.search(page.report.text, trigger.end, m.start)
        for m, other in page.names_in(trigger.end, sentence.end)
    )


def _called_on(page: Page, trigger: Candidate, actor: Actor) -> bool:
    """True where the verb's object is `actor`: "mengunjungi X", "visited X"."""
    if trigger.strength == "noun":
        return False
    return any(
        other is actor and m.start - trigger.end < 25
        for m, other in page.names_in(trigger.end, trigger.end + 60)
    )


def _travels(page: Page, trigger: Candidate, actor: Actor) -> bool:
    """True where `actor` stands right before the trigger, as the one who travels."""
    sentence = page.sentences[trigger.index]
    return any(
        other is actor and m.end <= trigger.start and trigger.start - m.end < 60
        for m, other in page.names_in(sentence.start, trigger.start)
    )


_TOWARDS = re.compile(r"\b(?:ke|di|oleh|dari|to|by|from|at|in|dengan|with)\b", re.I)


def _unnamed_officials(page: Page, frame: Frame) -> list[Participant]:
    """ "accompanied by the deputy for ... of X": an office that takes part without a person's name."""
    found = []
    for index in frame.sentences:
        sentence = page.sentences[index]
        if not page.hints.may_hold(_OFFICES, sentence.start, sentence.end):
            continue
        names = page.names_in(sentence.start, sentence.end)
        for match in _UNNAMED.finditer(page.report.text, sentence.start, sentence.end):
            if page.quoted(match.start()) or any(
                m.kind == "person"
                and (
                    (m.start <= match.end() + 3 and m.end >= match.start())
                    or m.office_start <= match.start() < m.office_end
                )
                for m, _ in names
            ):
                continue
            title_end = match.end(1)
            owner = None
            for mention, actor in names:
                if mention.kind == "organisation" and match.start() < mention.start <= match.end() + 4:
                    title_end, owner = min(title_end, mention.start), actor
                    break
                if mention.kind == "organisation" and mention.start <= match.start() < mention.end:
                    owner = actor
            title = page.report.text[match.start() : title_end].strip()
            follows_person = any(m.kind == "person" and -2 <= m.start - match.end() <= 60 for m, _ in names)
            if owner and not follows_person and len(title.split()) >= 2:
                span = (match.start(), match.start() + len(title))
                found.append(
                    Participant(owner.key, "participant", *span, "unnamed-official", title, owner.key)
                )
    return found
