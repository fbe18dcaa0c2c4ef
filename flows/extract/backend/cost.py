"""What asking costs: before, from the length of the texts; after, from what the endpoint counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.backend import prompt
from flows.extract.backend.options import Options

CHARACTERS = 3.0  # per token; Indonesian takes more tokens than English, so this is on the safe side
ANSWER_SHARE = 1.2  # tokens of an answer for each token of its report: names and dates come back as JSON
ANSWER_LEAST = 300


@dataclass(frozen=True, slots=True)
class Estimate:
    """Reports to be asked about, and the tokens and money that it takes at most."""

    reports: int = 0
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.reports + other.reports,
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.cost + other.cost,
        )


def tokens(characters: int) -> int:
    """Tokens that a text of this length takes, at most."""
    return int(characters / CHARACTERS) + 1


def price(options: Options, tokens_in: int, tokens_out: int) -> float:
    """The cost of these tokens, in the currency of the budget."""
    return (tokens_in * options.price_in + tokens_out * options.price_out) / 1e6


def estimate(options: Options, texts: Sequence[str]) -> Estimate:
    """What one request about `texts` takes at most; its tokens out are also the bound that is set on the answer."""
    message = sum(len(text) + 60 for text in texts)
    tokens_in = tokens(len(prompt.system())) + tokens(message)
    tokens_out = sum(ANSWER_LEAST + int(ANSWER_SHARE * tokens(len(text))) for text in texts)
    return Estimate(len(texts), 1, tokens_in, tokens_out, price(options, tokens_in, tokens_out))
