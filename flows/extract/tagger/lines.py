"""A sentence as the name rules see it: its tokens, and for each token the registered name that covers it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.extract.lexicon import Hit
from flows.extract.model import Sentence
from flows.extract.spans import united
from flows.extract.tagger.words import INITIAL, PUNCT, TITLE, Token, classes, tokenise

READ = frozenset(("headline", "dateline", "body", "caption"))
# "(Tribunnews.com/Naufal Lanten)", "(Foto: Humas BNPT)", "(ANTARA/HO-BNPT)": a credit, not a name that acts.
_CREDIT = re.compile(
    r"\((?:[^()\n]{0,60}[A-Za-z.]/[A-Z][^()\n]{0,60}|(?:[Ff]oto|FOTO|[Dd]ok\b|[Dd]okumentasi|DOK|[Pp]hoto|[Ii]mage|Ist\b|ist\b|"
    r"Humas|ANTARA|Antara|HO\b|rls|[Ss]umber)[^()\n]{0,80})\)"
)
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9&/-]{1,17})(?: RI)?\)")
_CREDIT_WORDS = ("foto", "photo", "image", "dok", "pewarta", "reporter", "editor", "penulis", "sumber")
_CREDIT_REACH = 120
_LONGEST_SIGNATURE = 4  # words


def _credit_lines(text: str) -> list[tuple[int, int]]:
    """What follows "Foto:", "Pewarta:" and the like, up to the line's end."""
    spans: list[tuple[int, int]] = []
    at = text.find(":")
    while at >= 0:
        if text[max(0, at - 9) : at].rstrip().lower().endswith(_CREDIT_WORDS):
            end = text.find("\n", at, at + _CREDIT_REACH)
            spans.append((at, end if end >= 0 else min(len(text), at + _CREDIT_REACH)))
        at = text.find(":", at + 1)
    return spans


@dataclass(slots=True)
class Line:
    """One sentence: tokens, the hit over each token (None where no registered name covers it), its zone."""

    start: int
    end: int
    kind: str
    paragraph: int
    tokens: list[Token]
    hits: list[Hit | None] = field(default_factory=list)
    shorts: frozenset[str] = frozenset()  # the report's own short forms: no persons' names
    mask: int = 0  # all classes of the tokens together

    def any_of(self, mask: int) -> bool:
        """True where a token has one of these classes."""
        if not self.mask:
            found = 0
            for token in self.tokens:
                found |= token.classes
            self.mask = found
        return bool(self.mask & mask)

    def text(self, text: str, first: int, last: int) -> str:
        """The words from token `first` up to, not including, token `last`."""
        return text[self.tokens[first].start : self.tokens[last - 1].end]


def read_lines(text: str, sentences: Sequence[Sentence], hits: Sequence[Hit]) -> list[Line]:
    """The sentences of the zones that are read, without credits, and with their hits."""
    masked = [m.span() for m in _CREDIT.finditer(text)] if "(" in text else []
    masked = united((*masked, *_credit_lines(text)))
    ends = [end for _, end in masked]
    shorts = frozenset(
        m.group(1) for m in _SHORT.finditer(text) if m.start() > 1 and text[m.start() - 1] == " "
    )
    lines: list[Line] = []
    for sentence in sentences:
        if sentence.segment not in READ:
            continue
        tokens = tokenise(text, sentence.start, sentence.end)
        at = bisect_right(ends, sentence.start)
        while at < len(masked) and masked[at][0] < sentence.end:
            start, end = masked[at]
            low, high = bisect_left(tokens, (start,)), bisect_left(tokens, (end,))
            del tokens[low:high]
            at += 1
        if tokens:
            lines.append(
                Line(sentence.start, sentence.end, sentence.segment, sentence.paragraph, tokens, [], shorts)
            )
    lines.sort(key=lambda line: line.start)
    if lines and _is_signature(lines[-1]):
        lines.pop()
    at = 0
    for line in lines:
        at = _cover(line, hits, at)
    return lines


def _is_signature(line: Line) -> bool:
    """The writer's name or initials under a report: "BAMBANG H. (ASTANA)", "- Raymond A."."""
    words = [token for token in line.tokens if not token.classes & PUNCT]
    return (
        line.kind == "body"
        and 0 < len(words) <= _LONGEST_SIGNATURE
        and all(token.classes & TITLE for token in words)
        and any(token.classes & INITIAL for token in words)
    )


def _cover(line: Line, hits: Sequence[Hit], at: int) -> int:
    """Set the hit over each token; a token that holds more than a hit ("Indonesia-India") is split there."""
    tokens: list[Token] = []
    covers: list[Hit | None] = []
    size = len(hits)
    while at < size and hits[at].end <= line.start:
        at += 1
    if at == size or hits[at].start >= line.end:
        line.hits = [None] * len(line.tokens)
        return at
    for token in line.tokens:
        while at < size and hits[at].end <= token.start:
            at += 1
        while at < size and hits[at].end < token.end and token.text[hits[at].end - token.start] in "-–/":
            hit = hits[at]
            cut = hit.end - token.start
            tokens += [
                Token(token.start, hit.end, token.text[:cut], classes(token.text[:cut])),
                Token(hit.end, hit.end + 1, token.text[cut], classes(token.text[cut])),
            ]
            covers += [hit, None]
            rest = token.text[cut + 1 :]
            at += 1
            if not rest:
                break
            token = Token(hit.end + 1, token.end, rest, classes(rest))
        else:
            tokens.append(token)
            covers.append(hits[at] if at < size and hits[at].start < token.end else None)
    line.tokens, line.hits = tokens, covers
    return at


def kind_of(hit: Hit | None) -> str:
    """The leading kind of a hit: organisation before person, country, programme, place; "" without one."""
    return "" if hit is None else hit.kind


def is_demonym(hit: Hit) -> bool:
    """Every country entry of the hit is an adjective or a people's name."""
    return all("demonym" in e.flags for e in hit.entries if e.kind == "country")
