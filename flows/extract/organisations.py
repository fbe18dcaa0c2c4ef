"""Organisations of a sentence: registered forms, longer names around them, runs built on a head, bare acronyms."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.bare_acronyms import with_acronyms
from flows.extract.head_runs import head_ahead, head_run
from flows.extract.lexicon import Hit
from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, is_demonym, kind_of
from flows.extract.tagger.words import ACRONYM, ORG_HEAD, ORG_HEAD_ID, TITLE, word_set
from flows.extract.working_groups import working_groups

_LENT = word_set("lent_names")


def find_organisations(line: Line, taken: Sequence[bool], *, grammar: bool = True) -> list[OrgSpan]:
    """Registered and unregistered organisations of a line; `taken` marks the tokens of persons."""
    spans: list[OrgSpan] = []
    tokens = line.tokens
    i = 0 if any(line.hits) or line.any_of(ORG_HEAD) else len(tokens)
    floor = 0  # no run may reach left of this token
    while i < len(tokens):
        if taken[i]:
            i += 1
            floor = i
            continue
        hit = line.hits[i]
        kind = kind_of(hit)
        if hit is not None and kind in ("organisation", "programme"):
            end = i + 1
            while end < len(tokens) and line.hits[end] is hit:
                end += 1
            if kind == "organisation":
                span = _from_hit(line, taken, i, end, hit, grammar)
                spans.append(span)
                end = span.last
            i = end
            floor = i
            continue
        mask = tokens[i].classes
        if grammar and mask & ORG_HEAD and mask & TITLE:
            run = head_run(line, taken, i, floor)
            if run is not None:
                while spans and spans[-1].last > run.first:
                    spans.pop()
                spans.append(run)
                i = run.last
                floor = i
                continue
        i += 1
    if not grammar:
        return spans
    return with_acronyms(line, taken, _with_groups(spans, working_groups(line, taken)))


def _with_groups(spans: list[OrgSpan], groups: Sequence[OrgSpan]) -> list[OrgSpan]:
    """The spans, with those of working groups in place of what they cover."""
    for group in groups:
        spans = [s for s in spans if s.last <= group.first or s.first >= group.last]
    return sorted([*spans, *groups]) if groups else spans


def _from_hit(line: Line, taken: Sequence[bool], first: int, last: int, hit: Hit, grammar: bool) -> OrgSpan:
    """A registered form, or the longer unregistered name that it begins or ends."""
    tokens = line.tokens
    if not grammar or last >= len(tokens):
        return OrgSpan(first, last, "lexicon", 0.97, hit)
    mask = tokens[first].classes
    follower = line.hits[last]
    adjacent = tokens[last].start - tokens[last - 1].end == 1
    # "Kementerian Luar Negeri" + "Rusia": another country's ministry
    if (
        adjacent
        and (mask & ORG_HEAD or tokens[first].text.lower() in _LENT)
        and follower is not None
        and not taken[last]
        and kind_of(follower) == "country"
        and not is_demonym(follower)
    ):
        end = last + 1
        while end < len(tokens) and line.hits[end] is follower:
            end += 1
        return OrgSpan(first, end, "lexicon+country", 0.9, hit, (first, last))
    if mask & ORG_HEAD and not mask & ORG_HEAD_ID and tokens[last].text == "of" and last + 1 < len(tokens):
        at = last + 2 if tokens[last + 1].text == "the" else last + 1
        follower = line.hits[at] if at < len(tokens) else None
        if follower is not None and kind_of(follower) == "country":
            end = at + 1
            while end < len(tokens) and line.hits[end] is follower:
                end += 1
            return OrgSpan(first, end, "lexicon+country", 0.9, hit, (first, last))
    if (
        adjacent
        and tokens[last].text in ("Provinsi", "Kota", "Kabupaten")
        and last + 1 < len(tokens)
        and kind_of(line.hits[last + 1]) == "place"
    ):
        end = last + 2
        while end < len(tokens) and line.hits[end] is line.hits[last + 1]:
            end += 1
        return OrgSpan(first, end, "lexicon+region", 0.85, None, (first, last))
    # before an English head: "SCO Regional Anti-Terrorist Structure", "United Nations Regional Centre for ..."
    owns = mask & ACRONYM or tokens[last - 1].text in ("Nations", "Union")
    if owns and last - first <= 2 and tokens[last].classes & TITLE and adjacent:
        run = head_ahead(line, taken, first, last)
        if run is not None:
            return run
    return OrgSpan(first, last, "lexicon", 0.97, hit)
