"""An organisation's name in one sentence."""

from __future__ import annotations

from typing import NamedTuple

from flows.extract.lexicon import Hit


class OrgSpan(NamedTuple):
    """An organisation's name in one line, as token indexes; `hit` where the registry knows exactly this form."""

    first: int
    last: int  # end exclusive
    rule: str
    confidence: float
    hit: Hit | None = None
    inner: tuple[int, int] | None = None  # the registered part of a longer name
