"""Persons' names: proposed by the tagger or by a rank or title before them, cut clean, and found again later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flows.extract.lexicon import Hit
from flows.extract.person_ends import (
    is_venue,
    listed,
    nicknamed,
    united,
    with_first_name,
    with_initials,
    with_rest,
    with_surname,
)
from flows.extract.persons_beside import beside
from flows.extract.tagger.crf import NameTagger, windows
from flows.extract.tagger.cut import cleaned
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.shapes import (
    TITLES,
    PersonSpan,
    _is_name_here,
    name_run,
    namey,
    shouting,
    skip_titles,
)
from flows.extract.tagger.words import (
    CALENDAR,
    DEGREE,
    GIVEN,
    HONORIFIC,
    INITIAL,
    NOT_NAME,
    OFFICE,
    PORTFOLIO,
    PUNCT,
    RANK,
    SUSPECT,
    TITLE,
    UPPER,
    bag,
)

_COMMON_PARTS = bag(
    "muhammad mohammad mohamad mohammed muhamad mochamad mochammad abdul abdullah bin binti anak al van der dan de la "
    "ibn nur tri dwi sri ali haji dr jr"
)


_SHORTEST = 4  # letters of a surname behind initials and a comma; shorter is a degree
_LOCATIVE = bag("di ke dari in at near ke-")


def proposed(line: Line, tagger: NameTagger) -> list[PersonSpan]:
    """Names in a line by registry, title or tagger, cleaned and merged, in order."""
    spans = [*_registered(line)]
    if not shouting(line):
        spans += [*_titled(line), *_tagged(line, tagger), *_initialled(line), *beside(line)]
    whole = [
        with_initials(line, with_surname(line, with_rest(line, with_first_name(line, span))))
        for span in _merged(line, spans)
        if not is_venue(line, span)
    ]
    return listed(line, nicknamed(line, united(line, whole)))


def _registered(line: Line) -> Iterator[PersonSpan]:
    i = 0 if any(line.hits) else len(line.tokens)
    while i < len(line.tokens):
        hit = line.hits[i]
        j = i + 1
        if hit is not None:
            while j < len(line.tokens) and line.hits[j] is hit:
                j += 1
            if any(e.kind == "person" and "short" not in e.flags for e in hit.entries):
                yield PersonSpan(i, j, "lexicon", 0.99)
        i = j


def _titled(line: Line) -> Iterator[PersonSpan]:
    """Names after a rank or honorific: "Komjen Pol. Dr. ...", "HE Mr ...", "Ms. ..."."""
    tokens = line.tokens
    i = 0 if line.any_of(RANK | HONORIFIC | DEGREE) else len(tokens)
    while i < len(tokens):
        mask = tokens[i].classes
        if not (mask & (RANK | HONORIFIC | DEGREE) and mask & TITLE) or _is_name_here(line, i):
            i += 1
            continue
        hit = line.hits[i]
        if hit is not None and any(e.kind == "organisation" for e in hit.entries):
            i += 1
            continue
        first = skip_titles(line, i)
        if first == i or (mask & DEGREE and not mask & (RANK | HONORIFIC) and not _leads(line, i)):
            i = max(first, i + 1)
            continue
        last = name_run(line, first)
        if last > first and any(len(t.text.rstrip(".")) > 1 for t in tokens[first:last]):
            yield PersonSpan(first, last, "title", 0.93)
        i = max(last, first, i + 1)


def _initialled(line: Line) -> Iterator[PersonSpan]:
    """Initials and a surname that no capitalised word precedes: "K.D. Dewal"."""
    tokens = line.tokens
    for i in range(len(tokens) - 1) if line.any_of(INITIAL) else ():
        token = tokens[i]
        if (
            token.classes & INITIAL
            and token.text.endswith(".")
            and not token.classes & DEGREE
            and (i == 0 or not tokens[i - 1].classes & TITLE or line.hits[i - 1] is not None)
            and namey(line, i + 1)
            and tokens[i + 1].start - token.end == 1
            and not tokens[i + 1].classes & INITIAL
            and not (i and tokens[i - 1].text == "," and len(tokens[i + 1].text) < _SHORTEST)  # ", M. Ag."
        ):
            yield PersonSpan(i, name_run(line, i), "initials", 0.75)
        elif (
            i
            and token.classes & INITIAL
            and token.text.endswith(".")
            and _begins_name(line, i - 1)
            and tokens[i + 1].classes & TITLE
            and not tokens[i + 1].classes & (UPPER | CALENDAR)
            and not _other_kind(line, i + 1)
        ):
            yield PersonSpan(i - 1, i + 2, "initials", 0.85)


def _begins_name(line: Line, i: int) -> bool:
    """A given name, or a word that no list knows inside a sentence."""
    mask = line.tokens[i].classes
    if mask & GIVEN:
        return bool(mask & TITLE)
    return mask == TITLE and i > 0 and not line.tokens[i - 1].classes & TITLE and line.hits[i] is None


def _leads(line: Line, i: int) -> bool:
    """A degree that stands before a name: "Dr.", "Drs.", "Ir.", "Prof."."""
    return line.tokens[i].text.rstrip(".").lower() in ("dr", "drs", "dra", "ir", "prof")


def _tagged(line: Line, tagger: NameTagger) -> Iterator[PersonSpan]:
    tokens = line.tokens
    open_ = [hit is None or _leaves_open(hit) for hit in line.hits]
    if len(tokens) > 1 and not tokens[1].classes & (TITLE | PUNCT) and not tokens[0].classes & GIVEN:
        open_[0] = (
            False  # one word that begins a sentence: a name only where the report gives it in full elsewhere
        )
    for start, end in windows(tokens, open_):
        for first, last, probability in tagger.persons(tokens[start:end]):
            span = cleaned(line, start + first, start + last)
            if span is None:
                continue
            first, last = span
            if all(line.hits[i] is not None for i in range(first, last)) and (
                probability < 0.9 or (last - first == 1 and kind_of(line.hits[first]) == "place")
            ):
                continue
            if last - first == 1 and first and _is_place_here(line, first):
                continue
            yield PersonSpan(first, last, "crf", probability)


def _leaves_open(hit: Hit) -> bool:
    """A registered form that may be a part of a person's name as well: a place or the short form of a person."""
    return hit.kind == "place" or (
        hit.kind == "person" and all(e.kind == "place" or "short" in e.flags for e in hit.entries)
    )


def _is_place_here(line: Line, i: int) -> bool:
    """One word that no list knows, right after "di", "ke", "in" and the like."""
    return line.tokens[i - 1].text in _LOCATIVE and not line.tokens[i].classes & GIVEN


def _merged(line: Line, spans: Sequence[PersonSpan]) -> list[PersonSpan]:
    """Overlapping proposals united; a registered or titled one keeps its start."""
    merged: list[PersonSpan] = []
    for span in sorted(spans):
        if merged and span.first < merged[-1].last:
            before = merged[-1]
            best = max(before, span, key=lambda s: s.confidence)
            first, last = before.first, max(before.last, span.last)
            if before.rule == "crf" and span.rule in ("title", "lexicon"):
                first = span.first
            if best.rule == "lexicon" and last - best.last > 2:
                last = best.last
            merged[-1] = PersonSpan(first, last, best.rule, best.confidence)
        else:
            merged.append(span)
    return merged


# words that end the reach of "terdakwa", "korban" and the like to the left of a name
_BARRIERS = bag(
    "dengan oleh kepada bersama dan serta kata ujar with and by said to for who told untuk bagi dari dalam"
)


def is_suspect(line: Line, span: PersonSpan) -> bool:
    """Introduced as suspect, convict or victim: "terpidana ...", "convicted bomber ..."."""
    tokens = line.tokens
    for i in range(span.first - 1, max(-1, span.first - 6), -1):
        token = tokens[i]
        if token.classes & PUNCT and token.text not in (",", "“", '"', "."):
            return False
        if token.classes & (PUNCT | RANK | HONORIFIC):
            continue
        hit = line.hits[i]
        if hit is not None and any(e.kind == "organisation" for e in hit.entries):
            return False
        if token.classes & SUSPECT and (not token.classes & TITLE or i == 0):
            return True
        if token.text.lower() in _BARRIERS or token.classes & OFFICE:
            return False
    return False


def parts_of(names: Iterable[str]) -> dict[str, set[str]]:
    """For every word that may stand for a full name later in the text: the words of all such names."""
    parts: dict[str, set[str]] = {}
    for name in names:
        words = name.split()
        if len(words) < 2:
            continue
        for word in words:
            if len(word) > 2 and word.lower() not in _COMMON_PARTS:
                parts.setdefault(word, set()).update(words)
    return parts


def repeated(line: Line, parts: dict[str, set[str]], taken: Sequence[bool]) -> Iterator[PersonSpan]:
    """Short forms of names that the text gave in full elsewhere: "Boy Rafli", "Voronkov"."""
    tokens = line.tokens
    i = 0
    while i < len(tokens):
        word = tokens[i].text
        bare = word[:-2] if word.endswith(("'s", "’s")) else word
        fulls = None if taken[i] else parts.get(bare)
        if not fulls or _other_kind(line, i):
            i += 1
            continue
        j = i + 1
        if bare == word:
            while j < len(tokens) and not taken[j] and tokens[j].text in fulls:
                if not tokens[j].classes & TITLE or tokens[j].start - tokens[j - 1].end > 1:
                    break
                j += 1
        if _stands_alone(line, i, j):
            yield PersonSpan(i, j, "repeat", 0.9)
        i = j


def _other_kind(line: Line, i: int) -> bool:
    hit = line.hits[i]
    return hit is not None and any(e.kind in ("organisation", "country", "programme") for e in hit.entries)


def _stands_alone(line: Line, first: int, last: int) -> bool:
    """No other capitalised word stands right beside the span, apart from titles and a sentence's first word."""
    tokens = line.tokens
    if last < len(tokens) and tokens[last].start - tokens[last - 1].end <= 1:
        mask = tokens[last].classes
        if mask & TITLE and namey(line, last) and not shouting(line):
            return False
    if first > 0 and tokens[first].start - tokens[first - 1].end <= 1:
        before = tokens[first - 1]
        mask = before.classes
        if (
            mask & TITLE
            and not mask & (TITLES | OFFICE | NOT_NAME | PORTFOLIO)
            and first > 1
            and not shouting(line)
        ):
            hit = line.hits[first - 1]
            return hit is not None and any(e.kind != "place" for e in hit.entries)
    return True
