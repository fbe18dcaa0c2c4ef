"""Cuts a report into its zones, its sentences and its quotations."""

from __future__ import annotations

import re
from itertools import pairwise

from flows.extract.model import Segment, Sentence
from flows.extract.segment_zones import AFTER, BEFORE, OPENERS, classify, dateline_end, is_link, trailing_link

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"[^\n]+")
_CODE_LENGTH = 24  # a sign-off is shorter than a linked headline
_LONGEST = 2_000  # characters; a longer sentence is cut at white space
_NARROW = 50
_WRAP = 140  # a block with a longer line is not one that was broken to a width


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text, trimmed; lines broken to a width are put together again."""
    found: list[tuple[int, int]] = []
    at = 0
    for gap in _BLANK.finditer(text):
        found.extend(_lines(text, at, gap.start()))
        at = gap.end()
    found.extend(_lines(text, at, len(text)))
    return found


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    for m in _LINE.finditer(text, start, end):
        head, tail = m.start(), m.end()
        line = m[0]
        head += len(line) - len(line.lstrip())
        tail -= len(line) - len(line.rstrip())
        if head < tail:
            spans.append((head, tail))
    if len(spans) < 2:
        return spans
    width = max(tail - head for head, tail in spans)
    if not _NARROW <= width <= _WRAP or any(
        text[head] in "#-*•>|" or text[head : head + 2].isdecimal() for head, _ in spans
    ):
        return spans
    for (head, tail), (next_head, next_tail) in pairwise(spans):
        word = text[next_head:next_tail].split(None, 1)[0]
        ended = text[tail - 1] in '.!?"”)' and len(spans) == 2
        if ended or tail - head + 1 + len(word) <= width:
            return spans
    return [(spans[0][0], spans[-1][1])]


def segment(text: str) -> list[Segment]:
    """The zones of a text, in order and without overlap; only white space lies between them."""
    blocks = paragraphs(text)
    found: list[Segment] = []
    placed = False  # a dateline was read
    links = False  # inside a list of links
    body = 0
    for index, (start, end) in enumerate(blocks):
        words = text[start:end]
        kind = classify(words, index, len(blocks), body)
        if links and (kind == "body" or (kind == "byline" and len(words) > _CODE_LENGTH)) and is_link(words):
            kind = "related"
        links = kind == "related" and (links or len(words) < 60 or words.rstrip().endswith(":"))
        if kind == "body" and not placed and body < 3:
            cut = dateline_end(words)
            if cut:
                placed = True
                head = len(words[:cut].rstrip())
                found.append(Segment("dateline", start, start + head))
                start += cut
                if start >= end:
                    continue
        if kind != "body":
            found.append(Segment(kind, start, end))
            continue
        body += 1
        cut = trailing_link(text[start:end])
        if cut:
            found.append(Segment("body", start, start + len(text[start : start + cut].rstrip())))
            found.append(Segment("related", start + cut, end))
        else:
            found.append(Segment("body", start, end))
    return found


_STOP = re.compile(r"(?:[.!?]{1,4}|…)[\"”»'’)\]]{0,3}(?=\s)|;(?=\s*\n)")
_NEXT = re.compile(r"\s+([\"“«‘'(\[]{0,3})([^\W_]?)")
_TOKEN = re.compile(r"[^\s\"“”«»‘’()\[\],;:/]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_FIRST_WORD = re.compile(r"[\"“«‘'(\[\s]*([^\W\d_]+)")
_LEAD = re.compile(r"(?:#{1,6}|[-*•»>]|\d{1,2}[.)]|[a-z][.)])\s+")


def sentences(text: str, segments: list[Segment]) -> list[Sentence]:
    """The sentences of every zone; none crosses a paragraph."""
    found: list[Sentence] = []
    number = -1
    before = 0
    for zone in segments:
        if number < 0 or "\n" in text[before : zone.start]:
            number += 1
        before = zone.end
        start = zone.start
        lead = _LEAD.match(text, start, zone.end)
        if lead and lead.end() < zone.end:
            start = lead.end()
        for cut in (*_cuts(text, start, zone.end), zone.end):
            while cut - start > _LONGEST and (end := _breath(text, start, cut)) < cut:
                found.append(Sentence(start, end, zone.kind, number))
                start = end + _space(text, end, zone.end)
            if start < cut:
                found.append(Sentence(start, cut, zone.kind, number))
            start = cut + _space(text, cut, zone.end)
    return found


def _breath(text: str, start: int, end: int) -> int:
    """Where to cut a sentence that goes on and on: after a comma or semicolon, else at any white space."""
    reach = start + _LONGEST
    for mark in ("; ", ", "):
        at = text.rfind(mark, start + _LONGEST // 2, reach)
        if at >= 0:
            return at + 1
    space = _GAP.search(text, reach, end)
    return space.start() if space else end


_SPACE = re.compile(r"\s*")
_GAP = re.compile(r"\s")


def _space(text: str, at: int, end: int) -> int:
    m = _SPACE.match(text, at, end)
    return m.end() - at if m else 0


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentences end between two positions, the last one left out."""
    found = []
    for stop in _STOP.finditer(text, start, end):
        follow = _NEXT.match(text, stop.end(), end)
        if not follow or not (follow[1] or follow[2]):
            continue
        if follow[2] and follow[2].islower():
            continue
        if not follow[2] and not follow[1]:
            continue
        if stop[0] == "." and _abbreviated(text, start, stop.start(), stop.end(), end):
            continue
        found.append(stop.end())
    return found


def _abbreviated(text: str, start: int, dot: int, after: int, end: int) -> bool:
    """Whether the full stop belongs to an abbreviation and the sentence goes on."""
    token = _TOKEN.search(text, max(start, dot - 24), dot)
    if not token:
        return False
    word = re.split("[-–—]", token[0].lower())[-1]  # "India-U.S." ends in an abbreviation
    if word in BEFORE:
        return True
    if word in AFTER or (_INITIALS.fullmatch(word) and (len(word) > 1 or token[0].isupper())):
        opener = _FIRST_WORD.match(text, after, end)
        return not (opener and opener[1].lower() in OPENERS)
    return False


_QUOTE = re.compile('["“”„«»]')
_INNER = re.compile(r"[^\W_]+")
_SPEECH_WORDS = 6
_TITLE_SHARE = 0.7


def quotations(text: str, segments: list[Segment]) -> list[tuple[int, int]]:
    """Spans of speech within double quotes, the marks left out; quoted names of events are not speech."""
    found = []
    for zone in segments:
        opened = -1
        for mark in _QUOTE.finditer(text, zone.start, zone.end):
            if mark[0] in "“„«" or (opened < 0 and mark[0] == '"'):
                if opened < 0:
                    opened = mark.end()
            elif opened >= 0:
                if _is_speech(text[opened : mark.start()], text[mark.end() : mark.end() + 1]):
                    found.append((opened, mark.start()))
                opened = -1
        if opened >= 0 and _is_speech(text[opened : zone.end], ""):
            found.append((opened, zone.end))
    return found


def _is_speech(words: str, after: str) -> bool:
    tokens = _INNER.findall(words)
    if not tokens:
        return False
    long = [token for token in tokens if len(token) > 3]
    titled = sum(token[0].isupper() or token[0].isdigit() for token in long)
    if len(long) > 1 and titled >= _TITLE_SHARE * len(long):
        return False
    return words.rstrip()[-1:] in ",.!?…" or after == "," or len(tokens) >= _SPEECH_WORDS
