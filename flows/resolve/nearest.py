"""For claims that say little: the nearest by date of all claims of the same type and half-year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_ROWS = 20_000  # claims that are looked up at a time


def nearest(claims: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return pairs `a` < `b`: each `poor` claim with the `most` claims nearest by `day`; of equal ones those with the lowest numbers.

    `claims` holds `claim` (its number), `type`, `day`, `poor` and `halves`, the half-years that it is compared in.  A claim
    that is met in two half-years counts twice among the `most`.
    """
    frames = [_of_type(some, most) for some in claims.sort("claim").partition_by("type", maintain_order=True)]
    return pl.concat(frames).unique() if frames else _pairs(np.empty(0, np.int64), np.empty(0, np.int64))


def _of_type(claims: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the pairs among claims of one type."""
    there = claims.explode("halves").drop_nulls("halves")
    poor: list[Numbers] = []
    met: list[Numbers] = []
    for period in there.partition_by("halves"):
        day, claim = (period[name].to_numpy().astype(np.int64) for name in ("day", "claim"))
        asking = period["poor"].to_numpy()
        for some, keys in _around(day, claim, day[asking], claim[asking], most):
            poor.append(np.repeat(some, keys.shape[1]))
            met.append(keys.ravel())
    if not poor:
        return _pairs(np.empty(0, np.int64), np.empty(0, np.int64))
    found = pl.DataFrame({"poor": np.concatenate(poor), "met": np.concatenate(met)}).filter(
        pl.col("met") != _NONE
    )
    kept = found.sort("poor", "met").filter(pl.int_range(pl.len()).over("poor") < most)
    return _pairs(kept["poor"].to_numpy(), kept["met"].to_numpy() & _LOW)


_LOW = (1 << 32) - 1
_NONE = np.iinfo(np.int64).max


def _around(
    day: Numbers, claim: Numbers, days: Numbers, asking: Numbers, most: int
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield some of `asking` (claims, with their `days`), and for each of these the `most` nearest others, a row each.

    A neighbour is given as distance in days times 2^32 plus its number, so that the smallest is the nearest.
    """
    later = np.lexsort((claim, day))  # from a day on, the lowest number of a day first
    earlier = np.lexsort((claim, -day))  # back in time, the lowest number of a day first
    reach = np.arange(most + 1)  # one more, for the claim itself is among them
    for first in range(0, len(asking), _ROWS):
        one, when = asking[first : first + _ROWS], days[first : first + _ROWS]
        sides = []
        for order, start in (
            (later, np.searchsorted(day[later], when, "left")),
            (earlier, np.searchsorted(-day[earlier], -when, "right")),
        ):
            at = start[:, None] + reach
            inside = at < len(order)
            place = order[np.where(inside, at, 0)]
            keys = (np.abs(day[place] - when[:, None]) << 32) | claim[place]
            sides.append(np.where(inside & (claim[place] != one[:, None]), keys, _NONE))
        both = np.sort(np.concatenate(sides, axis=1), axis=1)
        yield one, both[:, :most]


def _pairs(one: Numbers, other: Numbers) -> pl.DataFrame:
    return pl.DataFrame(
        {"a": np.minimum(one, other), "b": np.maximum(one, other)}, schema={"a": pl.Int32, "b": pl.Int32}
    )
