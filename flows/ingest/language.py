"""The language of a text by a vote of its commonest words; Indonesian and Malay count as one family first."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from flows.common.data import load_yaml

_WORDS = re.compile(r"[a-z]+")
_TABLE = Path(__file__).parent / "lang" / "languages.yml"
_SAMPLE = 4_000
FAMILY = frozenset({"id", "ms"})
KNOWN = frozenset({"id", "en", "ms", "und"})
_MINIMUM = 0.08


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_yaml(_TABLE).items()}


def detect(text: str) -> str:
    """`id`, `en`, `ms`, or `und` where neither leads clearly or there is too little text."""
    words = _WORDS.findall(text[:_SAMPLE].lower())
    if len(words) < 3:
        return "und"
    counts = Counter(words)
    lists = _lists()
    family, english = (sum(counts[w] for w in lists[name] & counts.keys()) for name in ("family", "en"))
    told = {name: sum(counts[w] for w in lists[name] & counts.keys()) for name in ("id", "ms")}
    family = max(family, max(told.values()) if len(words) < 30 else family)
    winner = max(family, english)
    if winner < max(1, len(words) * _MINIMUM):
        return "und"
    if english >= family:
        return "en" if english > family or len(words) >= 30 else "und"
    return "ms" if told["ms"] > told["id"] * 1.5 and told["ms"] >= 2 else "id"


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
