"""What the steps of resolve hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.resolve.curate import Entry

Row = dict[str, Any]


@dataclass(slots=True)
class Found:
    """The events of this run: positions of claims by event id, and older ids that lead to another one."""

    members: dict[str, list[int]]
    merged: dict[str, str]


@dataclass(slots=True)
class Built:
    """The rows of a release before they are stamped and written."""

    events: pl.DataFrame
    actors: dict[str, Row]
    programmes: dict[str, Row]
    event_actors: pl.DataFrame
    event_programmes: pl.DataFrame
    programme_actors: list[Row]
    positions: list[Row]
    event_history: pl.DataFrame
    linked_events: list[tuple[str, str, str, str, str]]  # event, related event, relation, report, local keys
    event_of: pl.DataFrame  # report_id, key -> event_id
    role_stands: pl.DataFrame  # event_id, actor_id, role -> stands: another role that it is released under
    title_stands: dict[tuple[str, str, str], str]
    corrected: list[tuple[str, str, str, Entry]]  # table, id, field, entry


def with_event(table: pl.DataFrame, key: str, event_of: pl.DataFrame) -> pl.DataFrame:
    """Return `table` with the event of its local key as event_id; rows of no event are left out."""
    return table.join(
        event_of.rename({"key": key}), on=["report_id", key], how="inner", maintain_order="left"
    )
