"""Items taken some at a time, so that what is held stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def batches(
    items: Iterable[Item], most: int, size: Callable[[Item], int] = lambda _: 1
) -> Iterator[list[Item]]:
    """Yield the items in their order as lists, each closed when the sizes in it come to `most` or more; by default each counts one."""
    batch: list[Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += size(item)
        if held >= most:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
