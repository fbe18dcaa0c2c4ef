"""Rows of the link tables: who takes part in what, and how records belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from flows.common.registries import Registries
from flows.resolve.claims import Claim
from flows.resolve.codes import IATI_ROLE
from flows.resolve.words import is_telling, occasion_likeness, plain

Row = dict[str, Any]
_PLAIN = "participant"
_WORKING = {
    "organiser": "implementing",
    "trainer": "implementing",
    "provider": "implementing",
    "recipient": "beneficiary",
    "trainee": "beneficiary",
}
_STARTING = {"signatory": "partner", "organiser": "partner", "host": "partner"}


def event_actors(participants: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return one row per event, actor and role, and where a dropped role went.

    `participants` carries event_id, actor_id and behalf_id.  Who has a telling role in one report is not also a plain
    participant for another; the second table leads (event_id, actor_id, role as read) to the role that `stands`.
    """
    who = ["event_id", "actor_id"]
    rows = participants.select(
        *who, "role", "position_title", on_behalf_of=pl.when(pl.col("behalf_id") != pl.col("actor_id")).then("behalf_id")
    )  # fmt: skip
    rows = rows.with_columns(pl.all().cast(pl.String))
    telling, plainly = rows.filter(pl.col("role") != _PLAIN), rows.filter(pl.col("role") == _PLAIN)
    roles = telling.select(*who, stands="role").unique()
    given = plainly.join(roles, on=who, how="left")
    given = given.with_columns(role=pl.coalesce("stands", "role")).drop("stands")
    given = pl.concat([telling, given])
    released = given.select(*who, "role").unique()
    for name in ("position_title", "on_behalf_of"):
        released = released.join(_most_given(given, [*who, "role"], name), on=[*who, "role"], how="left")
    first = roles.group_by(who).agg(pl.col("stands").min())
    return released, plainly.select(*who, "role").unique().join(first, on=who, how="inner")


def _most_given(rows: pl.DataFrame, keys: list[str], name: str) -> pl.DataFrame:
    """Return, by `keys`, the value of column `name` that is given most often, the alphabetically first among equals."""
    counted = rows.filter(pl.col(name) != "").group_by(*keys, name).len()
    return (
        counted.sort(pl.col("len"), name, descending=[True, False])
        .unique(keys, keep="first", maintain_order=True)
        .drop("len")
    )


def most(values: Iterable[str | None]) -> str | None:
    """Return the value most often given, the alphabetically first among equals."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def positions(
    offices: pl.DataFrame, as_of: Mapping[str, date]
) -> tuple[list[Row], dict[tuple[str, str, str], str]]:
    """Return one row per person, organisation and title, and the title under which each writing of it stands."""
    told: dict[tuple[str, str, str], list[tuple[str, date]]] = defaultdict(list)
    for report, person, body, title in offices.select(
        "report_id", "person_id", "organisation_id", "title"
    ).iter_rows():
        if person and body and person != body:
            told[person, body, plain(title)].append((" ".join(title.split()), as_of[report]))
    rows: list[Row] = []
    stands: dict[tuple[str, str, str], str] = {}
    for (person, body, form), given in sorted(told.items()):
        title = most([written for written, _ in given]) or form
        stands[person, body, form] = title
        days = [day for _, day in given]
        rows.append(
            {
                "person_id": person,
                "organisation_id": body,
                "title": title,
                "observed_from": min(days),
                "observed_to": max(days),
            }
        )
    return rows, stands


def programme_actors(
    registries: Registries,
    programmes: Iterable[str],
    by_event: Sequence[Row],
    takes_part: Sequence[Row],
    kinds: Mapping[str, str],
) -> list[Row]:
    """Return who does what in a programme: what the registry says, and what linked events show of bodies."""
    roles: set[tuple[str, str, str]] = set()
    for programme in programmes:
        record = registries.programmes.get(programme)
        roles |= {(programme, link.actor, link.role) for link in (record.actors if record else ())}
    settled = {(programme, actor) for programme, actor, _ in roles}
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in takes_part:
        parts[row["event_id"]].append((row["actor_id"], row["role"]))
    for link in by_event:
        for actor, role in parts[link["event_id"]]:
            shown = "funding" if role == "funder" else None
            if link["relation"] == "implements":
                shown = shown or _WORKING.get(role)
            elif link["relation"] == "launches":
                shown = shown or _STARTING.get(role)
            elif link["relation"] == "funds" and role == "provider":
                shown = "funding"
            if shown and kinds.get(actor) != "person" and (link["programme_id"], actor) not in settled:
                roles.add((link["programme_id"], actor, shown))
    return [
        {"programme_id": p, "actor_id": a, "role": r, "iati_role": IATI_ROLE.get(r)}
        for p, a, r in sorted(roles)
    ]


def part_of(events: pl.DataFrame, event_of: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return (event, event that holds it, report, local keys) for each claim of a part; `event_of` has the event of each claim."""
    keys = ["report_id", "key"]
    holders = event_of.rename({"key": "part_of", "event_id": "holder"})
    parts = events.drop_nulls("part_of").select(*keys, "part_of").join(event_of, on=keys)
    held = parts.join(holders, on=["report_id", "part_of"]).select(*keys, "part_of", "event_id", "holder")
    found = [
        (event, holder, report, f"{key}|{whole}")
        for report, key, whole, event, holder in held.iter_rows()
        if event != holder
    ]
    told = Counter((event, holder) for event, holder, _, _ in found)
    # where reports disagree which of two holds the other, most reports decide
    return sorted(f for f in found if (told[f[:2]], f[0]) > (told[f[1], f[0]], f[1]) or not told[f[1], f[0]])


def same_series(
    members: Mapping[str, Sequence[Claim]], starts: Mapping[str, date | None]
) -> list[tuple[str, str, str, str]]:
    """Return (later event, earlier event, report, local key) for neighbours in a named series.

    Events are of one series where a telling occasion's name is the same but for its number, and numbers or years differ.
    """
    named: dict[str, list[tuple[int, str, str, Claim]]] = defaultdict(list)
    for event in sorted(members):
        best = min(
            (claim for claim in members[event] if claim.occasion and is_telling(claim.occasion)),
            key=lambda c: (c.series is None, c.as_of, c.id),
            default=None,
        )
        day = starts.get(event)
        if best is not None and best.occasion and day is not None:
            named[_series(best.occasion)].append((day.toordinal(), event, best.occasion, best))
    found = []
    for occasions in named.values():
        for (first, event, text, claim), (later, after, text_after, claim_after) in pairwise(
            sorted(occasions, key=lambda o: (o[0], o[1]))
        ):
            numbered = claim.series is not None and claim_after.series is not None
            differ = claim.series != claim_after.series if numbered else later - first > 25
            if differ and later > first and occasion_likeness(text, text_after) >= 0.9:
                found.append((after, event, claim_after.report_id, claim_after.key))
    return found


def _series(occasion: str) -> str:
    """Return an occasion's name without numbers, ordinals and Roman numerals."""
    numerals = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "the", "annual"}
    ordinals = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
    ordinals |= {
        "pertama",
        "kedua",
        "ketiga",
        "keempat",
        "kelima",
        "keenam",
        "ketujuh",
        "kedelapan",
        "kesembilan",
        "kesepuluh",
        "ke",
        "tahun",
    }
    return " ".join(
        w for w in plain(occasion).split() if not w[0].isdigit() and w not in numerals and w not in ordinals
    )
