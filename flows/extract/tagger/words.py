"""Words with their classes: what `lang/*/names.yml` and a word's shape say of it, as one bit mask per word.

Both languages' lists are read together, since Indonesian reports quote English names and titles and the
other way round.  A word's classes are computed once per process and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

LANG = Path(__file__).resolve().parent.parent / "lang"

TITLE = 1  # begins with a capital letter
UPPER = 2  # capitals only, two letters or more
RANK = 4
RANK_TAIL = 8  # "Pol", "TNI", "(Purn)" after a rank
HONORIFIC = 16
DEGREE = 32
OFFICE = 64  # head of an office: Kepala, Minister
OFFICE_ADJ = 128  # may stand before an office's head: Deputy, Foreign
OFFICE_SECOND = 256  # may follow an office's head: Duta Besar, Prime Minister
FORMER = 512
SUSPECT = 1024
ORG_HEAD = 2048
PORTFOLIO = 4096  # builds names of offices and organisations
CONNECTOR = 8192
ORG_CONNECTOR = 16384
PARTICLE = 32768  # inside persons' names: bin, van, al
CALENDAR = 65536
NOT_NAME = 131072
GIVEN = 262144  # a common given name
INITIAL = 524288  # one capital letter
DIGIT = 1048576
PUNCT = 2097152
WEAK_ORG_HEAD = 4194304  # heads too general to name an organisation by themselves
ORG_HEAD_ID = 8388608  # Indonesian head: the name follows it
ACRONYM = 16777216  # looks like an acronym: BNPT, UNOCT, P4GN

_LISTS = {
    "ranks": RANK,
    "rank_tails": RANK_TAIL,
    "honorifics": HONORIFIC,
    "degrees": DEGREE,
    "offices": OFFICE,
    "office_adjectives": OFFICE_ADJ,
    "office_seconds": OFFICE_SECOND,
    "former": FORMER,
    "suspects": SUSPECT,
    "org_heads": ORG_HEAD,
    "not_org_heads": WEAK_ORG_HEAD,
    "portfolio": PORTFOLIO,
    "connectors": CONNECTOR,
    "org_connectors": ORG_CONNECTOR,
    "name_particles": PARTICLE,
    "days_months": CALENDAR,
    "not_names": NOT_NAME,
    "given_names": GIVEN,
}

# Words with inner hyphen, apostrophe, full stop or slash; an initial keeps its full stop ("A."); else one sign.
TOKEN = re.compile(r"(?:[A-Z]\.){1,4}(?=[\s,;:)]|$|[A-Z][a-z]{3})|\w+(?:[-'’.&/]\w+){0,12}|[^\w\s]")
_DEGREE_SHAPE = re.compile(r"(?:[A-Z][a-z]{0,3}\.){1,4}[A-Z][A-Za-z]{0,4}\.?$")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}$")
_ACRONYM_SHAPE = re.compile(r"(?=.{2,16}$)(?=.*[A-Z].*[A-Z])[A-Z0-9][A-Za-z0-9&/-]*[A-Z0-9][a-z]?$")


class Token(NamedTuple):
    """A word or sign of the text with its place and classes."""

    start: int
    end: int
    text: str
    classes: int


_LONG = 80  # characters; a longer stretch without space is not kept
_KEPT = 100_000
_new = tuple.__new__


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`, with offsets in the whole text."""
    tokens: list[Token] = []
    add, find = tokens.append, text.index
    at = start
    for chunk in text[start:end].split():
        at = find(chunk, at)
        for first, last, word, mask in _PIECES[chunk]:
            add(_new(Token, (at + first, at + last, word, mask)))
        at += len(chunk)
    return tokens


def _cut(chunk: str) -> tuple[tuple[int, int, str, int], ...]:
    return tuple((m.start(), m.end(), word := m.group(), classes(word)) for m in TOKEN.finditer(chunk))


class _Pieces(dict[str, tuple[tuple[int, int, str, int], ...]]):
    """The pieces of every stretch without space that was met, as long as there is room."""

    def __missing__(self, chunk: str) -> tuple[tuple[int, int, str, int], ...]:
        pieces = _cut(chunk)
        if len(chunk) < _LONG and len(self) < _KEPT:
            self[chunk] = pieces
        return pieces


_PIECES = _Pieces()


@lru_cache(maxsize=200_000)
def classes(word: str) -> int:
    """The class mask of one word as written."""
    first = word[0]
    if not (first.isalnum() or first == "_"):
        return PUNCT
    lower = word.lower()
    bare = lower.rstrip(".")
    if bare.endswith(("'s", "’s")):
        bare = bare[:-2]
    mask = _table().get(bare) or _table().get(bare.replace(".", "")) or 0
    if word in ("HE", "H.E", "H.E."):
        return TITLE | HONORIFIC
    if first.isdigit():
        return mask | DIGIT | (ACRONYM if _ACRONYM_SHAPE.match(word) else 0)
    if first.isupper():
        mask |= TITLE
        stripped = word.rstrip(".")
        if len(stripped) == 1 or _INITIALS.match(word):
            mask |= INITIAL
        elif stripped.isupper():
            mask |= UPPER
        if not mask & INITIAL and _DEGREE_SHAPE.match(word) and len(word) <= 12:
            mask |= DEGREE
        if _ACRONYM_SHAPE.match(word):
            mask |= ACRONYM
    if mask & (DEGREE | RANK | RANK_TAIL | HONORIFIC) and not mask & TITLE and bare not in _LOWER_TITLES:
        mask &= ~(DEGREE | RANK_TAIL)
    return mask


_LOWER_TITLES = frozenset(("jenderal", "komjen", "brigjen", "general"))


@lru_cache(maxsize=1)
def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for key, bit in _LISTS.items():
        for language, word in _words(key):
            table[word] = table.get(word, 0) | bit
            if bit == ORG_HEAD and language == "id":
                table[word] |= ORG_HEAD_ID
    return table


def _words(key: str) -> Iterator[tuple[str, str]]:
    for language in ("id", "en"):
        value = lists(language).get(key) or ""
        for word in value.split() if isinstance(value, str) else value:
            yield language, str(word).lower()


@lru_cache(maxsize=4)
def lists(language: str) -> dict[str, Any]:
    """The lists of one language as written in its `names.yml`."""
    loaded = yaml.safe_load((LANG / language / "names.yml").read_text(encoding="utf-8"))
    return dict(loaded)


def short_regions() -> dict[str, str]:
    """The whole names of provinces by their short ones, in lower case."""
    return dict(lists("id")["short_regions"])


def bag(words: str, separator: str | None = None) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split(separator))


def word_set(key: str) -> frozenset[str]:
    """All words of one list, both languages, lower case."""
    return frozenset(word for _, word in _words(key))
