"""Features of a token: what the word itself, its two neighbours on the left and two on the right look like.

Every feature depends on one word and its distance, so each word's features are built once per process
and a token's list is a concatenation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flows.extract.tagger.words import (
    CALENDAR,
    DEGREE,
    FORMER,
    GIVEN,
    HONORIFIC,
    INITIAL,
    OFFICE,
    ORG_HEAD,
    PARTICLE,
    PORTFOLIO,
    PUNCT,
    RANK,
    SUSPECT,
    TITLE,
    UPPER,
    bag,
    classes,
)

_NAMED = (
    (RANK, "rank"),
    (HONORIFIC, "hon"),
    (DEGREE, "deg"),
    (OFFICE, "off"),
    (FORMER, "frm"),
    (SUSPECT, "sus"),
    (ORG_HEAD, "org"),
    (PORTFOLIO, "por"),
    (PARTICLE, "par"),
    (CALENDAR, "cal"),
    (GIVEN, "giv"),
    (INITIAL, "ini"),
)
_PLACE_WORDS = bag("di ke dari in at from to near kota kabupaten provinsi pulau jalan")


@lru_cache(maxsize=100_000)
def shape(word: str) -> str:
    """The word's shape with runs shortened: "Boy" Xx, "BNPT" X, "M.H" X.X, "13/9" 9/9."""
    out: list[str] = []
    for sign in word[:24]:
        kind = "X" if sign.isupper() else "x" if sign.isalpha() else "9" if sign.isdigit() else sign
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out)[:6]


@lru_cache(maxsize=100_000)
def _own(word: str) -> tuple[str, ...]:
    lower = word.lower()
    mask = classes(word)
    features = ["b", "w=" + lower, "s=" + shape(word)]
    if not mask & PUNCT:
        features += ["p3=" + lower[:3], "e2=" + lower[-2:], "e3=" + lower[-3:], "e4=" + lower[-4:]]
        if mask & TITLE:
            features.append("T" if not mask & UPPER else "U")
    features += ["c=" + name for bit, name in _NAMED if mask & bit]
    return tuple(features)


@lru_cache(maxsize=200_000)
def _near(word: str, distance: int) -> tuple[str, ...]:
    mask = classes(word)
    near = str(distance)
    if distance in (-1, 1):
        features = [near + "w=" + word.lower(), near + "s=" + shape(word)]
    else:
        features = [near + "s=" + shape(word)]
        if not mask & TITLE:
            features.append(near + "w=" + word.lower())
    features += [near + "c=" + name for bit, name in _NAMED if mask & bit]
    if word.lower() in _PLACE_WORDS:
        features.append(near + "loc")
    return tuple(features)


@lru_cache(maxsize=200_000)
def _joined(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The word's features as seen from the tokens two and one to its right, and one and two to its left."""
    return _near(word, -2), _near(word, -1), _near(word, 1), _near(word, 2)


def features(words: Sequence[str]) -> list[list[str]]:
    """The feature lists of one sentence's words."""
    own = [_own(word) for word in words]
    near = [_joined(word) for word in words]
    last = len(words) - 1
    rows: list[list[str]] = []
    for i, mine in enumerate(own):
        row = list(mine)
        if i:
            row += near[i - 1][1]
            if i > 1:
                row += near[i - 2][0]
        else:
            row.append("BOS")
        if i < last:
            row += near[i + 1][2]
            if i + 1 < last:
                row += near[i + 2][3]
        else:
            row.append("EOS")
        rows.append(row)
    return rows
