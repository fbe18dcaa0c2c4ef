"""Mentions of organisations: registry ids, the report's own short forms, and what is only scenery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from flows.extract.acronyms import Definition, definitions, initials_agree, pairs
from flows.extract.lexicon import Lexicon
from flows.extract.model import NameMention, Report
from flows.extract.offices import OfficeSpan, names_office
from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.parents import is_owned, is_unit, parent_of_unit, within, without_place
from flows.extract.tagger.scenery import is_career, is_scenery, is_site
from flows.extract.tagger.shapes import PersonSpan
from flows.extract.tagger.words import ACRONYM

ASIDE = 0.4  # confidence of a name that counts only where the report names it elsewhere as well
_OUTLETS = ("News Agency", "News Service", "Kantor Berita", "Press Agency")
SAME_NAME = 94  # likeness above which two long forms are spellings of one


@dataclass(slots=True)
class Shorts:
    """The report's own short forms and pairs, by line and first token of the second form."""

    defined: dict[tuple[int, int], str] = field(default_factory=dict)  # (line, character) -> rule
    forms: dict[str, str | None] = field(default_factory=dict)  # short form -> registry id
    rivals: set[str] = field(default_factory=set)  # registered short forms that mean another name here


def short_forms(found: Sequence[Found], text: str, lexicon: Lexicon) -> Shorts:
    shorts = Shorts()
    for index, item in enumerate(found):
        made: list[Definition] = definitions(index, item.line, item.orgs, text)
        for definition in made:
            if _is_medium(
                definition.long,
                item.line,
                item.line.text(text, definition.long.first, definition.long.last),
                lexicon,
            ):
                continue
            shorts.defined[(index, definition.start)] = "defined.acronym"
            shorts.forms.setdefault(definition.short, None)
            if _rival(definition, item.line, text, lexicon):
                shorts.rivals.add(definition.short)
        for left, right in pairs(item.line, item.orgs, text):
            del left
            shorts.defined[(index, item.line.tokens[right.first].start)] = "defined.or"
    return shorts


def _is_medium(span: OrgSpan, line: Line, words: str, lexicon: Lexicon) -> bool:
    """An outlet, registered or by its name: no actor, and under its short form neither."""
    if any(word in words for word in _OUTLETS):
        return True
    hit = line.hits[span.first] if span.rule == "lexicon+region" else span.hit
    ids = [e.record_id for e in hit.entries if e.kind == "organisation"] if hit is not None else []
    return any(lexicon.registries.actors[i].category == "media" for i in ids[:1])


def _rival(definition: Definition, line: Line, text: str, lexicon: Lexicon) -> bool:
    """The long form spells a registered short form but is no registered name: another organisation."""
    long = definition.long
    registered = [e for e in lexicon.entries_of(definition.short) if e.kind == "organisation"]
    if long.hit is not None or not registered:
        return False
    words = line.text(text, long.first, long.last)
    if not initials_agree(definition.short, words.replace("-", " ").split()):
        return False
    names = (name for e in registered for name in lexicon.registries.actors[e.record_id].names)
    return all(fuzz.ratio(words.casefold(), name.casefold()) < SAME_NAME for name in names)


def organisation_mentions(
    index: int, item: Found, text: str, lexicon: Lexicon, shorts: Shorts, report: Report
) -> list[NameMention]:
    line = item.line
    mentions: list[NameMention] = []
    former = [office.organisation for office in item.offices if office.former]
    career = bool(item.orgs) and is_career(line)
    hidden: set[int] = set()  # short forms in brackets behind names that are left out
    for span in _units(item.orgs, line, lexicon):
        start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
        if text[end - 2 : end] in ("'s", "’s"):
            end -= 2
        rule = shorts.defined.get((index, start), span.rule)
        if span.hit is not None and names_office(line, span):
            parent = _parent_form(span, line)
            if parent is None:
                continue
            start, rule = parent, "office"
            span = OrgSpan(span.last - 1, span.last, "office", 0.9)
        if (
            span.first in hidden
            or (span.first, span.last) in former
            or is_scenery(line, span.first, span.last, registered=span.hit is not None)
        ):
            if is_site(line, span.first) or (span.first, span.last) in former:
                hidden.add(span.last + 1)
            continue
        words = text[start:end]
        record = None if words in shorts.rivals else _record(words, span, line, lexicon, report)
        if _is_medium(span, line, words, lexicon):
            continue
        if record is None and report.publisher and _is_outlet(words, report.publisher):
            continue
        if is_owned(line, span, lexicon):
            start = line.tokens[span.first + 1].start
            words = text[start:end]
        confidence = span.confidence if not career else ASIDE
        if is_unit(span, record, line, item.held.values(), lexicon):
            confidence = ASIDE
            mentions += parent_of_unit(span, line, text)
        mentions.append(NameMention(start, end, "organisation", words, rule, confidence, record))
        if span.rule == "bracket":
            mentions += within(span, line, text, confidence, record)
        elif span.rule == "posted":
            mentions.append(without_place(span, line, text, confidence))
    if shorts.forms:
        mentions += _short_mentions(item, shorts, mentions, hidden)
    return mentions


def _units(orgs: Sequence[OrgSpan], line: Line, lexicon: Lexicon) -> list[OrgSpan]:
    """The spans, with a registered unit and the parent right after it ("Gegana Polri") as one name."""
    actors = lexicon.registries.actors
    out: list[OrgSpan] = []
    for span in orgs:
        before = out[-1] if out else None
        if (
            before is not None
            and before.hit is not None
            and span.hit is not None
            and before.last == span.first
            and line.tokens[span.first].start - line.tokens[span.first - 1].end == 1
        ):
            above = {e.record_id for e in span.hit.entries}
            unit = actors.get(before.hit.entries[0].record_id)
            parent = actors.get(unit.parent) if unit is not None and unit.parent else None
            if unit is not None and (unit.parent in above or (parent is not None and parent.parent in above)):
                out[-1] = before._replace(last=span.last)
                continue
        out.append(span)
    return out


def without_careers(mentions: list[NameMention]) -> list[NameMention]:
    """Leave out organisations that the report names only in a person's past."""
    said = {key for m in mentions if m.confidence > ASIDE for key in (m.text, m.registry_id) if key}
    return [m for m in mentions if m.confidence > ASIDE or m.text in said or m.registry_id in said]


def _parent_form(span: OrgSpan, line: Line) -> int | None:
    last = line.tokens[span.last - 1]
    return last.start if last.classes & ACRONYM and span.last - span.first > 1 and last.text != "RI" else None


def _is_outlet(words: str, publisher: str) -> bool:
    return words.casefold() == publisher.casefold()


def _record(words: str, span: OrgSpan, line: Line, lexicon: Lexicon, report: Report) -> str | None:
    """The registry id that the words mean; None for a name that the registry does not hold."""
    if span.rule == "bracket":
        return _record_of_bracket(words, span, line, lexicon)
    if span.hit is None:
        entries = [e for e in lexicon.entries_of(words) if e.kind == "organisation"]
        return entries[0].record_id if entries else None
    actors = lexicon.registries.actors
    ids = [e.record_id for e in span.hit.entries if e.kind == "organisation"]
    country = _owner(span, line, lexicon)
    if country is not None:
        exact = [e.record_id for e in lexicon.entries_of(words) if e.kind == "organisation"]
        same = [i for i in (*exact, *ids) if actors[i].country in (None, country)]
        if same:
            return same[0]
        return None if actors[ids[0]].country is not None else ids[0]
    if len(ids) > 1:
        home = [i for i in ids if actors[i].country in (None, "IDN")]
        ids = home or ids
    return ids[0]


def _record_of_bracket(words: str, span: OrgSpan, line: Line, lexicon: Lexicon) -> str | None:
    """The registered branch or unit that "Long Name (ACR) Tail" means: as "ACR Tail", as "Long Name Tail", or the
    registered name itself where a parent follows it."""
    long, _, rest = words.partition(" (")
    short, _, tail = rest.partition(") ")
    for form in (f"{short} {tail}", f"{long} {tail}"):
        for entry in lexicon.entries_of(form):
            if entry.kind == "organisation":
                return entry.record_id
    if span.hit is None or any(e.kind == "place" for e in lexicon.entries_of(tail.split()[-1])):
        return None
    ids = [e.record_id for e in span.hit.entries if e.kind == "organisation"]
    actors = lexicon.registries.actors
    owner = next((e.record_id for e in lexicon.entries_of(tail) if e.kind == "country"), None)
    if owner is not None:
        alpha3 = lexicon.registries.countries[owner].alpha3
        return next((i for i in ids if actors[i].country == alpha3), None)
    return ids[0] if ids else None


def _owner(span: OrgSpan, line: Line, lexicon: Lexicon) -> str | None:
    """The country (alpha-3) named right before or inside the name: "Thailand's ...", "... Rusia"."""
    if span.rule == "lexicon+country":
        hit = line.hits[span.last - 1]
    elif (
        span.first
        and line.hits[span.first - 1] is not None
        and line.tokens[span.first].start - line.tokens[span.first - 1].end == 1
    ):
        hit = line.hits[span.first - 1]
        if (
            hit is not None
            and not line.tokens[span.first - 1].text.endswith(("'s", "’s"))
            and not any("demonym" in e.flags for e in hit.entries)
        ):
            return None
    else:
        return None
    if hit is None or kind_of(hit) != "country":
        return None
    country = next(e.record_id for e in hit.entries if e.kind == "country")
    return lexicon.registries.countries[country].alpha3


def _short_mentions(
    item: Found, shorts: Shorts, known: Sequence[NameMention], hidden: set[int]
) -> list[NameMention]:
    """Every later use of a short form that the report defined and no registry holds."""
    line = item.line
    mentions: list[NameMention] = []
    words = {token.text for token in line.tokens}
    if words.isdisjoint(shorts.forms) and not any(
        f"{form}'s" in words or f"{form}’s" in words for form in shorts.forms
    ):
        return mentions
    starts = {m.start for m in known}
    covered = {i for org in item.orgs for i in range(org.first, org.last)}
    for i, token in enumerate(line.tokens):
        word = token.text
        end = token.end
        if word.endswith(("'s", "’s")):
            word, end = word[:-2], end - 2
        if word in shorts.forms and token.start not in starts and kind_of(line.hits[i]) in ("", "place"):
            if i in covered or i in hidden:
                continue
            before = item.line.tokens[i - 1].text if i else ""
            rule = "defined.acronym" if before == "(" else "acronym"
            mentions.append(NameMention(token.start, end, "organisation", word, rule, 0.88))
    return mentions


@dataclass(slots=True)
class Found:
    """What was found in one line."""

    line: Line
    persons: list[PersonSpan] = field(default_factory=list)
    orgs: list[OrgSpan] = field(default_factory=list)
    offices: list[OfficeSpan] = field(default_factory=list)
    held: dict[PersonSpan, OfficeSpan] = field(default_factory=dict)
