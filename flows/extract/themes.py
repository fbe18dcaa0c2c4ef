"""What an event or programme deals with: theme codes from cue words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.common.data import load_yaml
from flows.extract.cues import lower_same_length

THEME_FILE = Path(__file__).parent / "lang" / "themes.yml"


@cache
def _automaton() -> tuple[AhoCorasick, list[str]]:
    pairs = sorted((form, theme) for theme, forms in load_yaml(THEME_FILE).items() for form in forms)
    return AhoCorasick([form for form, _ in pairs], matchkind=MatchKind.LeftmostLongest), [
        t for _, t in pairs
    ]


def find_themes(text: str) -> list[tuple[str, int, int]]:
    """Return (theme code, start, end) of every theme word in `text`, matched at the start of a word."""
    automaton, themes = _automaton()
    lowered = lower_same_length(text)
    return [
        (themes[index], start, end)
        for index, start, end in automaton.find_matches_as_indexes(lowered)
        if not (start and lowered[start - 1].isalnum())
    ]
