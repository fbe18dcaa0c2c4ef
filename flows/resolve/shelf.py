"""The claims of a run, packed: in pages by date, of which only those in use are unpacked."""

from __future__ import annotations

import pickle
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from flows.resolve.claims import Claim

PAGE = 1_000  # claims in a page
OPEN = 100  # pages that are kept unpacked: claims that are compared lie within some months of each other
_NAMES = tuple(one.name for one in fields(Claim))
_COMPARED = {_NAMES.index(name) for name in ("words", "company", "people", "programmes")}
_values = attrgetter(*_NAMES)


def bare(values: Iterable[Any]) -> Claim:
    """Return the claim of the `values` of its fields, without what only comparing needs."""
    return Claim(*(frozenset() if n in _COMPARED else value for n, value in enumerate(values)))


class Shelf(Sequence[Claim]):
    """Claims by their position in order of report and key, though they lie in order of date."""

    def __init__(self, claims: Iterable[tuple[int, Claim]]) -> None:
        """Pack `claims`: position and claim, in the order in which they are to lie."""
        self._pages: list[bytes] = []
        self._open: OrderedDict[int, list[Claim]] = OrderedDict()
        order: list[int] = []
        waiting: list[Claim] = []
        for position, claim in claims:
            order.append(position)
            waiting.append(claim)
            if len(waiting) == PAGE:
                self._pack(waiting)
                waiting = []
        self._pack(waiting)
        self.order: NDArray[np.int64] = np.array(order, np.int64)  # positions as the claims lie
        self._place = array("l", np.argsort(self.order).tolist())

    def _pack(self, claims: Sequence[Claim]) -> None:
        self._pages.append(pickle.dumps([_values(claim) for claim in claims], pickle.HIGHEST_PROTOCOL))

    def _page(self, number: int) -> list[Claim]:
        page = self._open.pop(number, None)
        if page is None:
            page = [Claim(*values) for values in pickle.loads(self._pages[number])]
            if len(self._open) >= OPEN:
                self._open.popitem(last=False)
        self._open[number] = page
        return page

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, position: int) -> Claim: ...
    @overload
    def __getitem__(self, position: slice) -> list[Claim]: ...
    def __getitem__(self, position: int | slice) -> Claim | list[Claim]:
        if isinstance(position, slice):
            return [self[n] for n in range(*position.indices(len(self)))]
        page, place = divmod(self._place[position], PAGE)
        found: Claim = self._page(page)[place]
        return found

    def taken(self, positions: Sequence[int]) -> list[Claim]:
        """Return the claims at `positions`, each page unpacked at most once."""
        found = {n: self[n] for n in sorted(positions, key=self._place.__getitem__)}
        return [found[n] for n in positions]

    def by_date(self) -> Iterator[tuple[int, Claim]]:
        """Yield position and claim, page by page."""
        for number in range(len(self._pages)):
            first = number * PAGE
            yield from zip(map(int, self.order[first : first + PAGE]), self._page(number), strict=True)

    def bare(self) -> list[Claim]:
        """Return all claims unpacked, without what only comparing needs and what takes most room."""
        self._open.clear()
        lying = [bare(values) for page in self._pages for values in pickle.loads(page)]
        return [lying[place] for place in self._place]


def by_date(claims: Sequence[Claim]) -> Iterator[tuple[int, Claim]]:
    """Yield position and claim in the order in which they are cheapest to read: of packed claims by date, else as they stand."""
    return claims.by_date() if isinstance(claims, Shelf) else iter(enumerate(claims))


def taken(claims: Sequence[Claim], positions: Sequence[int]) -> list[Claim]:
    """Return the claims at `positions`, read in the order in which they are cheapest to read."""
    return claims.taken(positions) if isinstance(claims, Shelf) else [claims[n] for n in positions]
