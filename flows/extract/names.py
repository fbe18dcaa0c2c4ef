"""Finds every mention of an actor in a report: organisations, persons with their offices, countries that act.

The order matters: registered names first, then persons (by registry, title and tagger), organisations built
on a head noun and cut at persons, offices, persons that only their office shows, the report's own short
forms, short forms of persons named in full elsewhere, and at last countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flows.common.data import load_yaml
from flows.extract.countries import CountrySpan, find_countries
from flows.extract.joined import joined
from flows.extract.lexicon import Hit, Lexicon
from flows.extract.model import NameMention, Report, Segment, Sentence
from flows.extract.offices import OfficeSpan, find_offices
from flows.extract.organisations import find_organisations
from flows.extract.persons import is_suspect, parts_of, proposed, repeated
from flows.extract.segment import quotations
from flows.extract.spans import Spans
from flows.extract.tagger.crf import name_tagger
from flows.extract.tagger.holders import attach, counterparts, introduced
from flows.extract.tagger.lines import Line, kind_of, read_lines
from flows.extract.tagger.mentions import Found, organisation_mentions, short_forms, without_careers
from flows.extract.tagger.parents import UNITS, parent_range
from flows.extract.tagger.shapes import PersonSpan, shouting
from flows.extract.tagger.words import OFFICE

LIKELY_NAME = 0.5  # confidence of the tagger from which two words are a name
LIKELY_SPEAKER = 0.35  # and right behind "said"
_SPOKEN = frozenset(("said", "says", "told", "kata", "ujar", "tutur", "jelas", "ucap"))
LANG_FOLDER = Path(__file__).parent / "lang"


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
    shorts = short_forms(found, text, lexicon)
    for index, item in enumerate(found):
        mentions += organisation_mentions(index, item, text, lexicon, shorts, report)
    mentions = without_careers(mentions)
    mentions += _persons(found, text, lexicon, dropped)
    mentions += _countries(found, report, segments)
    return sorted(_apart(mentions), key=lambda m: (m.start, -m.end))


def _read(line: Line) -> Found:
    persons = proposed(line, name_tagger())
    taken = _taken(line, persons)
    orgs = find_organisations(line, taken, grammar=not shouting(line))
    if orgs and not shouting(line):
        orgs = joined(line, taken, orgs)
    if persons and orgs:
        inside = {i for org in orgs for i in range(org.first, org.last)}
        persons = [p for p in persons if inside.isdisjoint(range(p.first, p.last))]
    found = Found(line, persons, orgs)
    if line.any_of(OFFICE):
        found.offices = find_offices(line, orgs, persons)
        covered = _taken(line, persons)
        for org in orgs:
            for i in range(org.first, org.last):
                covered[i] = True
        if not shouting(line):
            found.persons = _joined(line, [*persons, *introduced(line, found.offices, covered)])
        found.held = attach(line, found.offices, found.persons)
    elif not shouting(line):
        found.persons = sorted([*persons, *counterparts(line, _taken(line, persons))])
    return found


def _joined(line: Line, persons: Sequence[PersonSpan]) -> list[PersonSpan]:
    """In order; a name that begins right where one found by its office ends is its rest."""
    out: list[PersonSpan] = []
    for span in sorted(persons):
        before = out[-1] if out else None
        if (
            before is not None
            and before.last == span.first
            and "office" in (before.rule, span.rule)
            and line.tokens[span.first].start - line.tokens[span.first - 1].end == 1
        ):
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


# -- persons ---------------------------------------------------------------------------------------------


def _suspects(found: Sequence[Found], text: str) -> set[str]:
    """Names, and their words, of persons introduced as suspects, convicts or victims; their spans are removed."""
    dropped: set[str] = set()
    for item in found:
        for span in item.persons:
            if span.rule != "lexicon" and span not in item.held and is_suspect(item.line, span):
                dropped.add(item.line.text(text, span.first, span.last))
    return dropped


def _persons(found: Sequence[Found], text: str, lexicon: Lexicon, dropped: set[str]) -> list[NameMention]:
    mentions: list[NameMention] = []
    full: dict[str, None] = {}
    gone = {word for name in dropped for word in name.split()}
    for item in found:
        for span in item.persons:
            name = item.line.text(text, span.first, span.last)
            if name in dropped or (span not in item.held and set(name.split()) <= gone):
                continue
            if span.last - span.first > 1:
                full[name] = None
    parts = parts_of(full)
    named = {form for word in parts for form in (word, f"{word}'s", f"{word}’s")}
    for item in found:
        line = item.line
        for span in item.persons:
            words = line.text(text, span.first, span.last)
            if words in dropped or (span not in item.held and set(words.split()) <= gone):
                continue
            if not _credible(line, span, item.held, parts):
                continue
            mentions.append(_person(span, item, text, lexicon))
        if named.isdisjoint(token.text for token in line.tokens):
            continue
        taken = _taken(line, item.persons)
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


@cache
def event_verbs() -> frozenset[str]:
    """The single words that tell of events: a capitalised one in a headline is no part of a name."""
    return frozenset(
        form
        for lang in ("id", "en")
        for strengths in load_yaml(LANG_FOLDER / lang / "events.yml")["triggers"].values()
        for strength, forms in strengths.items()
        if strength in ("verb", "weak", "draft")
        for form in forms
        if " " not in form
    )


def _credible(
    line: Line, span: PersonSpan, held: dict[PersonSpan, OfficeSpan], parts: dict[str, set[str]]
) -> bool:
    """One bare word needs an office, a title or a full name elsewhere; else the tagger must be sure."""
    if span.rule != "lexicon" and any(
        token.text.lower() in event_verbs() for token in line.tokens[span.first : span.last]
    ):
        return False
    if span in held or span.rule in ("lexicon", "title"):
        return True
    if span.last - span.first == 1:
        return line.tokens[span.first].text in parts or (span.confidence > 0.7 and line.kind != "headline")
    spoken = span.first > 0 and line.tokens[span.first - 1].text in _SPOKEN
    return span.confidence > (LIKELY_SPEAKER if spoken else LIKELY_NAME)


def _person(span: PersonSpan, item: Found, text: str, lexicon: Lexicon) -> NameMention:
    line = item.line
    start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    words = text[start:end]
    hit = line.hits[span.first]
    record = next(
        (e.record_id for e in lexicon.entries_of(words) if e.kind == "person" and "short" not in e.flags),
        None,
    )
    if record is None and hit is not None and span.rule == "lexicon":
        record = next((e.record_id for e in hit.entries if e.kind == "person"), None)
    office = item.held.get(span)
    if office is None:
        return NameMention(start, end, "person", words, span.rule, span.confidence, record)
    organisation = None
    if office.organisation is not None:
        organisation = line.text(text, *_owner(line, office.organisation))
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


def _owner(line: Line, organisation: tuple[int, int]) -> tuple[int, int]:
    """The organisation that an office is of: of a unit that only the office names, its parent."""
    if line.tokens[organisation[0]].text in UNITS:
        return parent_range(line, *organisation) or organisation
    return organisation


# -- countries -------------------------------------------------------------------------------------------


def _countries(found: Sequence[Found], report: Report, segments: Sequence[Segment]) -> list[NameMention]:
    text = report.text
    quotes = Spans(quotations(text, list(segments)))
    spans: list[tuple[Line, CountrySpan]] = []
    best: dict[str, float] = {}
    for item in found:
        line = item.line
        if not any(hit is not None and kind_of(hit) == "country" for hit in line.hits):
            continue
        for span in find_countries(line, item.orgs, item.offices, quotes, _taken(line, item.persons)):
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
            NameMention(
                start, end, "country", text[start:end], f"country.{span.rule}", confidence, span.country
            )
        )
    return mentions


def _apart(mentions: Sequence[NameMention]) -> list[NameMention]:
    """Mentions without those that another of the same place covers."""
    kept: list[NameMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, -m.confidence)):
        if (
            kept
            and mention.start < kept[-1].end
            and mention.end <= kept[-1].end
            and mention.kind != "country"
            and mention.rule not in ("defined.inner", "parent")
        ):
            continue
        kept.append(mention)
    return kept
