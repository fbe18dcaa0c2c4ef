"""The language of a text by a vote of its commonest words; Indonesian and Malay count as one family first."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from flows.common.data import load_yaml

_WORDS = re.compile(r"[^\W\d_]+")
_TABLE = Path(__file__).parent / "lang" / "languages.yml"
_SAMPLE = 4_000
FAMILY = frozenset({"id", "ms"})
KNOWN = frozenset({"id", "en", "ms", "und"})
_MINIMUM = 0.08


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_yaml(_TABLE).items()}


def detect(text: str) -> str:
    """`id`, `en`, `ms`, or `und` for another language and where none leads clearly or there is too little text."""
    words = _WORDS.findall(text[:_SAMPLE].lower())
    if len(words) < 3:
        return "und"
    counts = Counter(words)
    votes = {name: sum(counts[word] for word in known & counts.keys()) for name, known in _lists().items()}
    malayan = votes["family"] + votes["id"] + votes["ms"]
    winner = max(malayan, votes["en"])
    if winner < max(1, len(words) * _MINIMUM) or votes["other"] >= winner:
        return "und"
    if votes["en"] >= malayan:
        return "en" if votes["en"] > malayan or len(words) >= 30 else "und"
    return "ms" if votes["ms"] > votes["id"] else "id"


def settle(claimed: str | None, found: str, length: int) -> tuple[str, bool]:
    """The language to record and whether a claim had to give way.

    `found` is the vote of a text of `length` characters.  A claim stands unless a long text votes clearly for the
    other family.
    """
    claim = (claimed or "").strip().lower().replace("_", "-").split("-")[0]
    claim = {"in": "id", "ind": "id", "eng": "en", "may": "ms", "msa": "ms"}.get(claim, claim)
    if claim not in KNOWN or claim == "und":
        return found, bool(claim) and found != "und"
    if found in ("und", claim) or {found, claim} <= FAMILY:
        return claim, False
    return (found, True) if length >= 300 else (claim, False)
