"""Where persons' names begin and end: first names, initials, nicknames, lists of names, and places named after persons."""

from __future__ import annotations

from flows.extract.tagger.cut import belongs_left
from flows.extract.tagger.lines import Line
from flows.extract.tagger.shapes import ARTICLED, TITLES, PersonSpan, name_run, namey
from flows.extract.tagger.words import (
    DEGREE,
    GIVEN,
    HONORIFIC,
    INITIAL,
    OFFICE,
    PARTICLE,
    RANK,
    TITLE,
    UPPER,
    word_set,
)

_SHORTEST = 3  # letters of a word that alone makes a name
_VENUES = word_set("venues")
_VENUES_BEHIND = word_set("venues_behind")


def with_first_name(line: Line, span: PersonSpan) -> PersonSpan:
    """A name the tagger cut short: the word right before it, which no other name or title claims, is its first."""
    tokens = line.tokens
    i = span.first - 1
    if (
        span.rule != "crf"
        or i < 1
        or tokens[span.first].start - tokens[i].end != 1
        or line.hits[i] is not None
    ):
        return span
    before = tokens[i - 1].classes
    if not namey(line, i) or tokens[i].classes & TITLES or belongs_left(line, i):
        return span
    claimed = before & TITLE and not before & (UPPER | OFFICE) and line.hits[i - 1] is None
    return span if claimed else span._replace(first=i)


def with_rest(line: Line, span: PersonSpan) -> PersonSpan:
    """A name cut off from its rest right behind: "Muhammad" + "Salim", "Abdel Fattah" + "el-Sisi", "Adel" + "Al Jubeir"."""
    tokens = line.tokens
    if span.rule != "crf" or span.last >= len(tokens):
        return span
    joins = tokens[span.last]
    if joins.start - tokens[span.last - 1].end != 1:
        return span
    if joins.classes & PARTICLE or ARTICLED.match(joins.text):
        last = name_run(line, span.first)
    elif span.last - span.first == 1 and tokens[span.first].classes & GIVEN:
        last = name_run(line, span.last)
    else:
        return span
    if last <= span.last:
        return span
    return span if any(line.hits[i] is not None for i in range(span.last, last)) else span._replace(last=last)


def with_initials(line: Line, span: PersonSpan) -> PersonSpan:
    """The initials that end a name belong to it: "Kris Erlangga A.W."."""
    tokens = line.tokens
    last = span.last
    while (
        last < len(tokens)
        and tokens[last].classes & INITIAL
        and not tokens[last].classes & DEGREE
        and tokens[last].text.endswith(".")
        and tokens[last].start - tokens[last - 1].end == 1
    ):
        last += 1
    return (
        span if last == span.last or (last < len(tokens) and namey(line, last)) else span._replace(last=last)
    )


def is_venue(line: Line, span: PersonSpan) -> bool:
    """A place that bears a person's name: "Bandara Ahmad Yani", "KRI Dr. Suharso", "Villamor Airbase"."""
    tokens = line.tokens
    i = span.first - 1
    while i > 0 and (tokens[i].classes & (RANK | HONORIFIC | DEGREE) or tokens[i].text == "."):
        i -= 1
    if i > 0 and tokens[i - 1].text == "Hotel" and tokens[i].classes & TITLE:
        return True
    if i >= 0 and tokens[i].text.lower() in _VENUES and tokens[i].classes & TITLE:
        return True
    return span.last < len(tokens) and tokens[span.last].text.lower() in _VENUES_BEHIND


def listed(line: Line, spans: list[PersonSpan]) -> list[PersonSpan]:
    """Names that a list of names holds: "A B, C D, dan E F"."""
    tokens = line.tokens
    firsts = {span.first for span in spans}
    added: list[PersonSpan] = []
    for span in spans:
        i = span.last
        while i + 2 < len(tokens) and tokens[i].text == "," and i + 1 not in firsts:
            first = i + 1
            last = name_run(line, first)
            if (
                last - first < 2
                or all(len(t.text.strip(".")) < _SHORTEST for t in tokens[first:last])  # a degree: "M. HI"
                or last >= len(tokens)
                or any(line.hits[k] is not None for k in range(first, last))
            ):
                break
            if tokens[last].text not in (",", "dan", "and", "serta") or any(
                first <= k < last for k in firsts
            ):
                break
            added.append(PersonSpan(first, last, "list", 0.7))
            i = last
    return sorted([*spans, *added])


def united(line: Line, spans: list[PersonSpan]) -> list[PersonSpan]:
    """Unite the halves of a name that was cut between two initials: "Karim A. A. Khan"."""
    tokens = line.tokens
    out: list[PersonSpan] = []
    for span in spans:
        if (
            out
            and out[-1].last == span.first
            and tokens[span.first].classes & INITIAL
            and tokens[span.first - 1].classes & INITIAL
        ):
            out[-1] = out[-1]._replace(last=span.last)
        else:
            out.append(span)
    return out


def nicknamed(line: Line, spans: list[PersonSpan]) -> list[PersonSpan]:
    """Unite the halves of a name around a quoted nickname: Joko "Jokowi" Widodo."""
    tokens = line.tokens
    out: list[PersonSpan] = []
    for span in spans:
        if out and span.first < out[-1].last:
            continue
        i = span.last
        if (
            i + 3 < len(tokens)
            and tokens[i].text in ('"', "“")
            and tokens[i + 1].classes & TITLE
            and tokens[i + 2].text in ('"', "”")
            and tokens[i + 3].start - tokens[i + 2].end == 1
            and namey(line, i + 3)
        ):
            span = span._replace(last=name_run(line, i + 3))
        out.append(span)
    return out


def with_surname(line: Line, span: PersonSpan) -> PersonSpan:
    """One word and a country right after it: a surname that is a country's name ("Badrodin Haiti")."""
    tokens = line.tokens
    last = span.last
    if last - span.first != 1 or last >= len(tokens) or tokens[last].start - tokens[last - 1].end != 1:
        return span
    hit = line.hits[last]
    if (
        hit is not None
        and any(e.kind == "country" and not {"demonym", "capital"} & set(e.flags) for e in hit.entries)
        and " " not in hit.form
    ):
        last += 1
        while last < len(tokens) and namey(line, last) and tokens[last].start - tokens[last - 1].end == 1:
            last += 1
        return span._replace(last=last)
    return span
