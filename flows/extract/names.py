"""Finds every mention of an actor in a report: organisations, persons with their offices, countries that act.

The order matters: registered names first, then persons (by registry, title and tagger), organisations built
on a head noun and cut at persons, offices, persons that only their office shows, the report's own short
forms, short forms of persons named in full elsewhere, and at last countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from flows.extract.acronyms import Definition, definitions, initials_agree, pairs
from flows.extract.countries import CountrySpan, find_countries
from flows.extract.lexicon import Hit, Lexicon
from flows.extract.model import NameMention, Report, Segment, Sentence
from flows.extract.offices import OfficeSpan, attach, find_offices, introduced
from flows.extract.organisations import OrgSpan, find_organisations, kind_of
from flows.extract.persons import PersonSpan, is_suspect, parts_of, proposed, repeated, shouting
from flows.extract.segment import quotations
from flows.extract.tagger.crf import name_tagger
from flows.extract.tagger.lines import Line, read_lines
from flows.extract.tagger.scenery import is_career, is_scenery
from flows.extract.tagger.words import ACRONYM, OFFICE


SAME_NAME = 94  # likeness above which two long forms are spellings of one


@dataclass(slots=True)
class _Found:
    """What was found in one line."""

    line: Line
    persons: list[PersonSpan] = field(default_factory=list)
    orgs: list[OrgSpan] = field(default_factory=list)
    offices: list[OfficeSpan] = field(default_factory=list)
    held: dict[PersonSpan, OfficeSpan] = field(default_factory=dict)


def find_names(
    report: Report,
    sentences: Sequence[Sentence],
    segments: Sequence[Segment],
    lexicon: Lexicon,
    hits: Sequence[Hit] | None = None,
) -> list[NameMention]:
    """All mentions in order of the text; `hits` spares a second scan where the caller has one."""
    text = report.text
    lines = read_lines(text, sentences, lexicon.scan(text) if hits is None else hits)
    found = [_read(line) for line in lines]
    dropped = _suspects(found, text)
    mentions: list[NameMention] = []
    shorts = _shorts(found, text, lexicon)
    for index, item in enumerate(found):
        mentions += _organisations(index, item, text, lexicon, shorts, report)
    mentions = _without_careers(mentions)
    mentions += _persons(found, text, lexicon, dropped)
    mentions += _countries(found, report, segments)
    return sorted(_apart(mentions), key=lambda m: (m.start, -m.end))


def _read(line: Line) -> _Found:
    persons = proposed(line, name_tagger())
    taken = _taken(line, persons)
    orgs = find_organisations(line, taken, grammar=not shouting(line))
    persons = [p for p in persons if not any(o.first < p.last and p.first < o.last for o in orgs)]
    found = _Found(line, persons, orgs)
    if any(token.classes & OFFICE for token in line.tokens):
        found.offices = find_offices(line, orgs, persons)
        covered = _taken(line, persons)
        for org in orgs:
            for i in range(org.first, org.last):
                covered[i] = True
        if not shouting(line):
            found.persons = _joined(line, [*persons, *introduced(line, found.offices, covered)])
        found.held = attach(line, found.offices, found.persons)
    return found


def _joined(line: Line, persons: Sequence[PersonSpan]) -> list[PersonSpan]:
    """In order; a name that begins right where one found by its office ends is its rest."""
    out: list[PersonSpan] = []
    for span in sorted(persons):
        before = out[-1] if out else None
        if before is not None and before.last == span.first and "office" in (before.rule, span.rule):
            if line.tokens[span.first].start - line.tokens[span.first - 1].end == 1:
                out[-1] = before._replace(last=span.last, confidence=max(before.confidence, span.confidence))
                continue
        out.append(span)
    return out


def _taken(line: Line, persons: Sequence[PersonSpan]) -> list[bool]:
    taken = [False] * len(line.tokens)
    for span in persons:
        for i in range(span.first, span.last):
            taken[i] = True
    return taken


# -- organisations ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Shorts:
    """The report's own short forms and pairs, by line and first token of the second form."""

    defined: dict[tuple[int, int], str] = field(default_factory=dict)  # (line, character) -> rule
    forms: dict[str, str | None] = field(default_factory=dict)  # short form -> registry id
    rivals: set[str] = field(default_factory=set)  # registered short forms that mean another name here


def _shorts(found: Sequence[_Found], text: str, lexicon: Lexicon) -> _Shorts:
    shorts = _Shorts()
    for index, item in enumerate(found):
        made: list[Definition] = definitions(index, item.line, item.orgs, text)
        for definition in made:
            shorts.defined[(index, definition.start)] = "defined.acronym"
            shorts.forms.setdefault(definition.short, None)
            if _rival(definition, item.line, text, lexicon):
                shorts.rivals.add(definition.short)
        for left, right in pairs(item.line, item.orgs, text):
            del left
            shorts.defined[(index, item.line.tokens[right.first].start)] = "defined.or"
    return shorts


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


def _organisations(
    index: int, item: _Found, text: str, lexicon: Lexicon, shorts: _Shorts, report: Report
) -> list[NameMention]:
    line = item.line
    mentions: list[NameMention] = []
    former = [office.organisation for office in item.offices if office.former]
    career = bool(item.orgs) and is_career(line)
    for span in item.orgs:
        start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
        if text[end - 2 : end] in ("'s", "’s"):
            end -= 2
        rule = shorts.defined.get((index, start), span.rule)
        if line.tokens[span.first].classes & OFFICE and span.hit is not None:
            parent = _parent_form(span, line)
            if parent is None:
                continue
            start, rule = parent, "office"
            span = OrgSpan(span.last - 1, span.last, "office", 0.9)
        if (span.first, span.last) in former or is_scenery(line, span.first, span.last):
            continue
        words = text[start:end]
        record = None if words in shorts.rivals else _record(words, span, line, lexicon, report)
        if record is not None and lexicon.registries.actors[record].category == "media":
            continue
        if record is None and report.publisher and _is_outlet(words, report.publisher):
            continue
        confidence = span.confidence if not career else 0.4
        mentions.append(NameMention(start, end, "organisation", words, rule, confidence, record))
    if shorts.forms:
        mentions += _short_mentions(item, shorts, mentions)
    return mentions


def _without_careers(mentions: list[NameMention]) -> list[NameMention]:
    """Leave out organisations that the report names only in a person's past."""
    said = {key for m in mentions if m.confidence > 0.4 for key in (m.text, m.registry_id) if key}
    return [m for m in mentions if m.confidence > 0.4 or m.text in said or m.registry_id in said]


def _parent_form(span: OrgSpan, line: Line) -> int | None:
    last = line.tokens[span.last - 1]
    return last.start if last.classes & ACRONYM and span.last - span.first > 1 and last.text != "RI" else None


def _is_outlet(words: str, publisher: str) -> bool:
    return words.casefold() == publisher.casefold()


def _record(words: str, span: OrgSpan, line: Line, lexicon: Lexicon, report: Report) -> str | None:
    """The registry id that the words mean; None for a name that the registry does not hold."""
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


def _owner(span: OrgSpan, line: Line, lexicon: Lexicon) -> str | None:
    """The country (alpha-3) named right before or inside the name: "Thailand's ...", "... Rusia"."""
    if span.rule == "lexicon+country":
        hit = line.hits[span.last - 1]
    elif span.first and line.hits[span.first - 1] is not None and line.tokens[span.first].start - line.tokens[
        span.first - 1
    ].end == 1:
        hit = line.hits[span.first - 1]
        if hit is not None and not line.tokens[span.first - 1].text.endswith(("'s", "’s")):
            if not any("demonym" in e.flags for e in hit.entries):
                return None
    else:
        return None
    if hit is None or kind_of(hit) != "country":
        return None
    country = next(e.record_id for e in hit.entries if e.kind == "country")
    return lexicon.registries.countries[country].alpha3


def _short_mentions(item: _Found, shorts: _Shorts, known: Sequence[NameMention]) -> list[NameMention]:
    """Every later use of a short form that the report defined and no registry holds."""
    starts = {m.start for m in known}
    line = item.line
    mentions: list[NameMention] = []
    for i, token in enumerate(line.tokens):
        word = token.text
        end = token.end
        if word.endswith(("'s", "’s")):
            word, end = word[:-2], end - 2
        if word in shorts.forms and token.start not in starts and kind_of(line.hits[i]) in ("", "place"):
            if any(o.first <= i < o.last for o in item.orgs):
                continue
            before = item.line.tokens[i - 1].text if i else ""
            rule = "defined.acronym" if before == "(" else "acronym"
            mentions.append(NameMention(token.start, end, "organisation", word, rule, 0.88))
    return mentions


# -- persons ---------------------------------------------------------------------------------------------


def _suspects(found: Sequence[_Found], text: str) -> set[str]:
    """Names, and their words, of persons introduced as suspects, convicts or victims; their spans are removed."""
    dropped: set[str] = set()
    for item in found:
        for span in item.persons:
            if span.rule != "lexicon" and span not in item.held and is_suspect(item.line, span):
                dropped.add(item.line.text(text, span.first, span.last))
    return dropped


def _persons(
    found: Sequence[_Found], text: str, lexicon: Lexicon, dropped: set[str]
) -> list[NameMention]:
    mentions: list[NameMention] = []
    full: list[str] = []
    gone = {word for name in dropped for word in name.split()}
    for item in found:
        for span in item.persons:
            name = item.line.text(text, span.first, span.last)
            if name in dropped or (span not in item.held and set(name.split()) <= gone):
                continue
            if span.last - span.first > 1 and name not in full:
                full.append(name)
    parts = parts_of(full)
    for item in found:
        line = item.line
        taken = _taken(line, item.persons)
        for span in item.persons:
            words = line.text(text, span.first, span.last)
            if words in dropped or (span not in item.held and set(words.split()) <= gone):
                continue
            if not _credible(line, span, item.held, parts):
                continue
            mentions.append(_person(span, item, text, lexicon))
        for org in item.orgs:
            for i in range(org.first, org.last):
                taken[i] = True
        for office in item.offices:
            if office.organisation is not None:
                for i in range(*office.organisation):
                    taken[i] = True
        for span in repeated(line, parts, taken):
            start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
            if text[end - 2 : end] in ("'s", "’s"):
                end -= 2
            mentions.append(NameMention(start, end, "person", text[start:end], "repeat", span.confidence))
    return mentions


def _credible(
    line: Line, span: PersonSpan, held: dict[PersonSpan, OfficeSpan], parts: dict[str, list[tuple[str, ...]]]
) -> bool:
    """One bare word needs an office, a title or a full name elsewhere; else the tagger must be sure."""
    if span in held or span.rule in ("lexicon", "title"):
        return True
    if span.last - span.first == 1:
        return line.tokens[span.first].text in parts or (span.confidence > 0.7 and line.kind != "headline")
    return span.confidence > 0.5


def _person(span: PersonSpan, item: _Found, text: str, lexicon: Lexicon) -> NameMention:
    line = item.line
    start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    words = text[start:end]
    hit = line.hits[span.first]
    record = next(
        (e.record_id for e in lexicon.entries_of(words) if e.kind == "person" and "short" not in e.flags), None
    )
    if record is None and hit is not None and span.rule == "lexicon":
        record = next((e.record_id for e in hit.entries if e.kind == "person"), None)
    office = item.held.get(span)
    if office is None:
        return NameMention(start, end, "person", words, span.rule, span.confidence, record)
    organisation = None
    if office.organisation is not None:
        organisation = line.text(text, *office.organisation)
        if organisation.endswith(("'s", "’s")):
            organisation = organisation[:-2]
    office_start, office_end = line.tokens[office.first].start, line.tokens[office.last - 1].end
    return NameMention(
        start,
        end,
        "person",
        words,
        span.rule,
        max(span.confidence, 0.9),
        record,
        text[office_start:office_end],
        office_start,
        office_end,
        organisation,
    )


# -- countries -------------------------------------------------------------------------------------------


def _countries(found: Sequence[_Found], report: Report, segments: Sequence[Segment]) -> list[NameMention]:
    text = report.text
    quotes = quotations(text, list(segments))
    spans: list[tuple[Line, CountrySpan]] = []
    best: dict[str, float] = {}
    for item in found:
        line = item.line
        if not any(hit is not None and kind_of(hit) == "country" for hit in line.hits):
            continue
        inside = [(a, b) for a, b in quotes if a < line.end and line.start < b]
        for span in find_countries(line, item.orgs, item.offices, inside, _taken(line, item.persons)):
            spans.append((line, span))
            best[span.country] = max(best.get(span.country, 0.0), span.weight)
    mentions: list[NameMention] = []
    for line, span in spans:
        if best[span.country] < 1.0 or span.weight < 0.3:
            continue
        start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
        hit = line.hits[span.last - 1]
        if hit is not None and hit.end < end:
            end = hit.end
        if hit is not None and span.first == span.last - 1 and hit.start > start:
            start = hit.start
        confidence = 0.55 + 0.35 * span.weight
        mentions.append(
            NameMention(start, end, "country", text[start:end], f"country.{span.rule}", confidence, span.country)
        )
    return mentions


def _apart(mentions: Sequence[NameMention]) -> list[NameMention]:
    """Mentions without those that another of the same place covers."""
    kept: list[NameMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, -m.confidence)):
        if kept and mention.start < kept[-1].end and mention.end <= kept[-1].end and mention.kind != "country":
            continue
        kept.append(mention)
    return kept
