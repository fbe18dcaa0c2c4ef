"""Placeholder gate until the table of words is tuned."""

from __future__ import annotations


def score(text: str, title: str | None = None) -> float:
    """0-1."""
    return 1.0 if "teror" in text.lower() or "terror" in text.lower() or "extremis" in text.lower() else 0.0
