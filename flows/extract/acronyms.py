"""What a report itself says its short forms stand for: "Long Name (ACR)", "ACR (Long Name)", "A atau B (ACR)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line
from flows.extract.tagger.words import ACRONYM, PUNCT, RANK_TAIL, bag, word_set

_SHORT = re.compile(r"[A-Z][A-Za-z0-9&/-]{1,17}(?: RI)?$")
_NEVER = bag(
    "MoU MOU PKS LoI LOI FTF FTFs JWG FGD PVE CVE P/CVE CTF CT K/L TPPU TPPT WNI WNA HAM KTT AS UK US RI NKRI RAN IED"
)
_REGIONS = word_set("short_regions")  # "Provinsi Maluku Utara (Malut)" defines no body
_OR = frozenset(("atau", "or"))


class Definition(NamedTuple):
    """A short form with the span that it stands for, and its own place."""

    line: int
    short: str
    start: int
    end: int
    long: OrgSpan


def definitions(index: int, line: Line, orgs: Sequence[OrgSpan], text: str) -> list[Definition]:
    """The definitions of one line whose long form is an organisation."""
    tokens = line.tokens
    if not orgs or not line.any_of(PUNCT):
        return []
    by_last = {span.last: span for span in orgs}
    by_first = {span.first: span for span in orgs}
    by_bracket = {span.inner[1]: span for span in orgs if span.rule == "bracket" and span.inner}
    found: list[Definition] = []
    for i, token in enumerate(tokens):
        if token.text != "(" or i == 0:
            continue
        close = next((k for k in range(i + 1, min(len(tokens), i + 14)) if tokens[k].text == ")"), None)
        if close is None or close == i + 1:
            continue
        start, end = tokens[i + 1].start, tokens[close - 1].end
        inner = text[start:end]
        long = by_last.get(i) or by_bracket.get(i)
        if long is None and tokens[i - 1].classes & PUNCT:
            long = by_last.get(i - 1)
        if tokens[i + 1].classes & RANK_TAIL:
            continue
        if (
            long is not None
            and _SHORT.match(inner)
            and inner not in _NEVER
            and inner.lower() not in _REGIONS
            and not _itself(line, long, text, inner)
        ):
            if close - i <= 3:
                found.append(Definition(index, inner, start, end, long))
        elif long is not None and i + 1 in by_first and by_first[i + 1].last == close:
            if tokens[i - 1].classes & ACRONYM and long.last - long.first <= 2:
                found.append(
                    Definition(
                        index,
                        line.text(text, long.first, long.last),
                        start,
                        end,
                        by_first[i + 1],
                    )
                )
            else:
                found.append(Definition(index, inner, start, end, long))
    return found


def pairs(line: Line, orgs: Sequence[OrgSpan], text: str) -> list[tuple[OrgSpan, OrgSpan]]:
    """Two names of one organisation: "Kantor ... PBB (PBB) atau United Nations Office ..."."""
    found: list[tuple[OrgSpan, OrgSpan]] = []
    tokens = line.tokens
    for left, right in pairwise(orgs):
        gap = range(left.last, right.first)
        if not 1 <= len(gap) <= 6:
            continue
        words = [tokens[i].text for i in gap]
        if (words[-1].lower() in _OR and (len(words) == 1 or (words[0] == "(" and ")" in words))) or " ".join(
            words
        ).lower() in _KNOWN_AS:
            found.append((left, right))
    return found


_KNOWN_AS = frozenset(
    (
        ", better known as",
        ", known as",
        ", or",
        "yang disingkat",
        "disingkat",
        "atau disingkat",
        ", disingkat",
        "known as",
        ", also known as",
        "atau yang dikenal sebagai",
        "yang dikenal dengan",
    )
)


def _itself(line: Line, span: OrgSpan, text: str, inner: str) -> bool:
    return line.text(text, span.first, span.last) == inner


def initials_agree(short: str, words: Sequence[str]) -> bool:
    """The short form's letters are the long form's initials, in order, connectors left out or in."""
    return "".join(c for c in short.upper() if c.isalpha()) in initials_of(words)


def initials_of(words: Sequence[str]) -> set[str]:
    """The initials of a long form in capitals, connectors left out and in."""
    return {
        "".join(word[0].upper() for word in words if word[:1].isupper()),
        "".join(word[0].upper() for word in words if word),
    }
