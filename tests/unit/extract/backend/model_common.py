"""Options, questions and measures that the tests of the backend share."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flows.extract.backend.ask import Question
from flows.extract.backend.measured import FIELDS, SAID_BY, THINGS, Count, Measured
from flows.extract.backend.options import Options
from flows.extract.backend.store import key_of

TEXT = "BNPT and UNOCT signed a memorandum of understanding in Jakarta on 28 November 2022."


def options(url: str, folder: Path, **changes: Any) -> Options:
    values: dict[str, Any] = {
        "url": url,
        "name": "test-model",
        "key": "secret",
        "measured": folder / "model.yml",
        "store": folder / "answers.sqlite",
        "price_in": 1.0,
        "price_out": 2.0,
        "budget": 1.0,
        "per_minute": 60_000,
        "at_once": 4,
        "batch": 4,
        "characters": 24_000,
        "seconds": 5.0,
        "retries": 2,
    }
    return Options(**values | changes)


def question(text: str, chosen: Options, number: int = 0, lang: str = "en") -> Question:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Question(key_of(digest, lang, chosen.stamp), text, lang, f"r{number}.md")


def measured(**shares: dict[str, float]) -> Measured:
    """Measures of 98 cases each; 0.5 where `shares` does not say."""
    counts = {}
    for what in (*THINGS, *FIELDS):
        for by in SAID_BY:
            counts[what, by] = Count(round(100 * shares.get(what, {}).get(by, 0.5)) - 1, 98)
    return Measured("test-model", counts)
