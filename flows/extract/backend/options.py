"""How a model is asked: the settings that begin with `model_`, as one value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.common.version import file_hash
from flows.extract.backend import prompt

if TYPE_CHECKING:
    from flows.common.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    """Where the model is, what it costs, and how far it may be used."""

    url: str
    name: str
    key: str
    measured: Path
    store: Path
    price_in: float  # per million tokens, in the currency of the budget
    price_out: float
    budget: float  # most that may be spent in a day
    per_minute: int  # requests begun
    at_once: int  # requests under way
    batch: int  # reports in one request
    characters: int  # longest text that is sent
    seconds: float  # longest wait for one answer
    retries: int

    @property
    def stamp(self) -> str:
        """What decides an answer besides the text: the model and everything that it is told."""
        return hashlib.sha256(f"{self.name}\x1f{prompt.version()}\x1f{self.characters}".encode()).hexdigest()[
            :16
        ]


def options(settings: Settings) -> Options | None:
    """Return how to ask the model of `settings`, or None where the rules read alone."""
    if settings.model_url is None:
        return None
    return Options(
        url=settings.model_url,
        name=settings.model_name,
        key=settings.model_key.get_secret_value() if settings.model_key else "none",
        measured=settings.model_measured,
        store=settings.work.absolute() / "answers.sqlite",
        price_in=settings.model_price_in,
        price_out=settings.model_price_out,
        budget=settings.model_budget,
        per_minute=settings.model_per_minute,
        at_once=settings.model_at_once,
        batch=settings.model_batch,
        characters=settings.model_characters,
        seconds=settings.model_seconds,
        retries=settings.model_retries,
    )


def input_hash(settings: Settings) -> dict[str, str]:
    """What a release was made from where a model was asked: the model, its instruction and its measured confidence."""
    chosen = options(settings)
    return {"model": f"{chosen.name} {chosen.stamp} {file_hash(chosen.measured)}"} if chosen else {}
