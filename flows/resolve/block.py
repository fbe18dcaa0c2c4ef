"""Candidate pairs in DuckDB: which claims are worth comparing, so that work grows with the reports and not with their square.

A claim enters a block for each combination of a family of types with what it shares with other reports of the same
happening: two participants and a month, a rare participant and a month, a place and a day, a programme and a month, a
telling word of the occasion's name, two rare words of the sentences that tell of it, two rare names of the report, a
participant and a day, a syndicated text.  A claim without participants or without a day meets the nearest of its type and
half-year.  Undated claims enter the half-years in which the happening may lie.  A block above the cap is not compared whole: each claim meets its neighbours in date order, of a crowd only the next few, and an issue says so.
Of all that a claim meets, those with which it shares the most blocks are compared, and of these the smallest: the more
reports of a time there are, the more claims have something in common, but not the more of them are one happening.

Blocks are held as 64-bit digests of their names (two names with one digest cost a few comparisons more, nothing else), and are
paired one share of them at a time: what is in memory does not grow with the reports; DuckDB spills the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from flows.common.issues import IssueLog
from flows.resolve.batches import batches
from flows.resolve.claims import Claim, Weights
from flows.resolve.nearest import nearest
from flows.resolve.shelf import OPEN, PAGE, by_date
from flows.resolve.words import telling_first

CAP = 40  # claims in a block that are compared each with each
NEIGHBOURS = 12  # in a larger block: each claim with so many that follow it by date
CROWD = 400  # claims in a block that says next to nothing
FEW = 4  # in such a crowd: each claim with so many that follow it
RARE = 1.1  # weight from which a participant alone, with a month, makes a block
PAIRED = 4  # rarest participants of a claim that are paired
MET = 24  # claims that each one chooses to be compared with; it is compared with those that choose it too
WIDE = 24  # claims of its type and half-year that one which says little is compared with, the nearest by date
NAMED = 3  # rarest names of a report that are paired
TOLD = 5  # rarest words of the telling sentences that are paired
MEMORY = "1GB"  # of DuckDB, beyond which it spills
SHARE = 2_000_000  # keys that are paired at a time
BATCH = 5_000  # claims whose keys are made at a time
ROWS = 200_000  # pairs that are handed over at a time

RARE_MOST = 1_000_000  # rarity of a block of one, in whole numbers, whose sum is the same in any order
PAIR = {"a": pl.Int32, "b": pl.Int32, "rare": pl.Int32}
Keyed = tuple[list[str], list[str]]  # what is shared, and in which families of types and periods

TILE = OPEN // 2 - 2  # pages on either side of the pairs handed over together, unpacked once
# One step after the other, so that each has the memory to itself.
_MET = "create table met as select low, high, a, b, sum(blocks) as blocks, sum(rare) as rare from pairs group by all"
_BEST = """
create table best as select low, high, a, b
from (select a as one, * from met union all select b as one, * from met)
qualify row_number() over (partition by one order by blocks desc, rare desc, a, b) <= $most
"""
_NEAR = (
    "select a, b from (select distinct low, high, a, b from best) "
    f"order by low // {TILE}, high // {TILE}, low, high, a, b"
)


def pairs(
    claims: Sequence[Claim], weights: Weights, issues: IssueLog, spill: Path | None = None
) -> Iterator[pl.DataFrame]:
    """Yield the pairs of positions in `claims` worth comparing as frames of `a` < `b`, each once, near ones in time together.

    `spill` is the folder that DuckDB may write to; without one all must fit in memory.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {"threads": 2}
    if spill is not None:
        settings |= {"memory_limit": MEMORY, "temp_directory": str(spill)}
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("create table keys (block ubigint, claim integer)")
        connection.execute(
            "create table pairs (low integer, high integer, a integer, b integer, blocks integer, rare integer)"
        )
        given = [_enter(connection, batch, weights) for batch in batches(by_date(claims), BATCH)]
        if not given:
            return
        facts = pl.concat(given).with_row_index("page").with_columns(pl.col("page") // PAGE).sort("claim")
        _insert(connection, "pairs", _worth(_alone(nearest(facts, WIDE)), facts))
        large = []
        ((count,),) = connection.sql("select count(*) from keys").fetchall()
        shares = 1 + count // SHARE
        for share in range(shares):
            keys = connection.sql(f"from keys where block % {shares} = {share}").pl()
            keys = keys.filter(pl.col("block").is_duplicated())
            keys = keys.with_columns(day=facts["day"].gather(keys["claim"])).sort("block", "day", "claim")
            _insert(connection, "pairs", _worth(_paired(keys), facts))
            large.append(_large(keys))
        connection.execute("drop table keys")
        _tell_large(pl.concat(large), claims, weights, issues)
        connection.execute(_MET)
        connection.execute("drop table pairs")
        connection.execute(_BEST, {"most": MET})
        connection.execute("drop table met")
        for rows in connection.sql(_NEAR).to_arrow_reader(ROWS):
            yield pl.DataFrame(pl.from_arrow(rows))


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    connection.register("given", rows.to_arrow())
    connection.execute(f"insert into {name} by name from given")
    connection.unregister("given")


def _enter(
    connection: duckdb.DuckDBPyConnection, batch: Sequence[tuple[int, Claim]], weights: Weights
) -> pl.DataFrame:
    """Enter the keys of a batch of claims; return what pairing needs to know of each claim."""
    shared: list[str] = []
    when: list[str] = []
    owners: list[tuple[int, int, int]] = []  # a claim, how much it shares, at how many times
    for number, claim in batch:
        for some, times in _keys(claim, weights):
            shared += some
            when += times
            owners.append((number, len(some), len(times)))
    claims, most, often = np.array(owners, np.int32).reshape(-1, 3).T
    row = np.arange(len(claims))
    rows = pl.DataFrame({"row": np.repeat(row, most), "claim": np.repeat(claims, most), "shared": shared})
    rows = rows.join(pl.DataFrame({"row": np.repeat(row, often), "when": when}), on="row")
    _insert(connection, "keys", _digests(rows).select("claim", "block").unique())
    return pl.DataFrame(
        [(n, c.report_id, c.type, *_days(c), c.open, not c.parts or not c.exact, _halves(c)) for n, c in batch],
        schema={"claim": pl.Int32, "report": pl.String, "type": pl.String, "day": pl.Int32, "start": pl.Int32, "length": pl.Int32,
                "open": pl.Boolean, "poor": pl.Boolean, "halves": pl.List(pl.String)},
        orient="row",
    ).with_columns(pl.col("report").hash())  # fmt: skip


def _days(claim: Claim) -> tuple[int, int | None, int]:
    """Return the day by which a claim is ordered, its first day where it is exact, and how many follow."""
    day = claim.start or claim.end or claim.as_of
    return (day, claim.start, (claim.end or 0) - (claim.start or 0)) if claim.exact else (day, None, 0)


def _halves(claim: Claim) -> list[str]:
    return [when for when in _times(claim) if "h" in when]


def _large(keys: pl.DataFrame) -> pl.DataFrame:
    """Return the blocks above the cap, with their size and one of their claims."""
    return keys.group_by("block").agg(size=pl.len(), claim=pl.col("claim").min()).filter(pl.col("size") > CAP)


def _tell_large(large: pl.DataFrame, claims: Sequence[Claim], weights: Weights, issues: IssueLog) -> None:
    """Write an issue where blocks are above the cap, with the name of the largest."""
    if large.is_empty():
        return
    largest = large.filter(pl.col("size") == pl.col("size").max())
    name = min(_name_of(block, claims[claim], weights) for block, _, claim in largest.iter_rows())
    issues.add(
        "info",
        "large_blocks",
        "resolve",
        f"{large.height} blocks hold more than {CAP} claims (largest: {name!r}, {largest['size'][0]}); "
        f"in these each claim meets its {NEIGHBOURS} neighbours by date only, above {CROWD} its {FEW}",
    )


def _worth(found: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return of the pairs those of two reports whose days may be one, with their pages, the lower first."""
    told = facts.select("report", "start", "length", "open", "page")
    a, b = (told[found[name]].select(pl.all().name.suffix(f"_{name}")) for name in ("a", "b"))
    apart = (pl.col("start_a") - pl.col("start_b")).abs() > pl.col("length_a") + pl.col("length_b") + 1
    fixed = ~(pl.col("open_a") | pl.col("open_b"))
    worth = (pl.col("report_a") != pl.col("report_b")) & ~(fixed & apart.fill_null(False))
    both = pl.concat([found, a, b], how="horizontal").filter(worth)
    low, high = pl.min_horizontal("page_a", "page_b"), pl.max_horizontal("page_a", "page_b")
    return both.select("a", "b", "blocks", "rare", low=low, high=high)


def _paired(keys: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of claims in each block as `a` < `b`, each once, with the number and the rarity of its `blocks`.

    In a large block only those that follow each other are paired.  `keys` stand in order of `block`, and in a block in
    order of date.
    """
    claim = keys["claim"].to_numpy()
    block = keys["block"].rle_id().to_numpy()  # 0, 1, 2, ...
    size = np.bincount(block)
    ahead = np.cumsum(size)[block] - np.arange(
        len(claim)
    )  # claims of its block from here on, itself included
    reach = np.minimum(ahead, np.select([size <= CAP, size <= CROWD], [size, NEIGHBOURS + 1], FEW + 1)[block])
    rare = (RARE_MOST // size)[block]
    found = [pl.DataFrame(schema=PAIR)]
    rows, step = np.flatnonzero(reach > 1), 1
    while rows.size:
        one, other = claim[rows], claim[rows + step]
        found.append(
            pl.DataFrame(
                {"a": np.minimum(one, other), "b": np.maximum(one, other), "rare": rare[rows]}, schema=PAIR
            )
        )
        step += 1
        rows = rows[reach[rows] > step]
    return pl.concat(found).group_by("a", "b").agg(pl.len().alias("blocks"), pl.col("rare").sum())


def _alone(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return pairs that stand in no block, as if each stood in one that is not rare."""
    return pairs.with_columns(blocks=pl.lit(1), rare=pl.lit(0))


def _digests(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `rows` with the digest of each block, given by what is `shared` and `when`, as `block`."""
    return rows.with_columns(block=pl.struct(pl.col("shared").hash(), pl.col("when").hash()).hash())


def _name_of(block: int, claim: Claim, weights: Weights) -> str:
    """Return the name of a block that `claim` is in, as an issue shows it."""
    names = [key for some in _keys(claim, weights) for key in product(*some)]
    rows = _digests(pl.DataFrame(names, schema=["shared", "when"], orient="row"))
    shared, when, _ = min(row for row in rows.rows() if row[2] == block)
    (kind, *what), (family, *time) = str(shared).split("|", 1), str(when).split("|")
    return "|".join((kind, family, *what, *time))


def _keys(claim: Claim, weights: Weights) -> Iterator[Keyed]:
    """Yield what a claim shares, and when: each family of types with each time; each combination is a block."""
    everyone = sorted(claim.parts, key=lambda one: (-weights.of.get(one, 1.0), one))
    yield _lasting(claim, weights, everyone[:PAIRED]), _in_families(claim, _times(claim))
    if claim.exact and claim.start is not None:
        days = range(claim.start - 1, min(claim.end or claim.start, claim.start + 3) + 1)
        there = [f"d|{claim.country}"] if claim.country else []
        yield [*there, *(f"d|{one}" for one in everyone)], _in_families(claim, [str(day) for day in days])
    yield [f"s|{claim.syndication}"], sorted(claim.families)


def _in_families(claim: Claim, times: Sequence[str]) -> list[str]:
    return [f"{family}|{when}" for family in sorted(claim.families) for when in times]


def _lasting(claim: Claim, weights: Weights, rarest: Sequence[str]) -> list[str]:
    """Return what a claim shares for months; `rarest` are its rarest participants."""
    lands = sorted(claim.lands)[:4]
    words = telling_first(claim.occasion or claim.instrument or "")[:5]
    named = sorted(claim.company, key=lambda one: (-weights.of.get(one, 0.0), one))[:NAMED]
    told = sorted(claim.words & weights.known, key=lambda one: (-weights.of["~" + one], one))[:TOLD]
    alone = [
        one
        for place, one in enumerate(rarest)
        if place == 0 or len(rarest) <= 2 or weights.of.get(one, 1.0) >= RARE
    ]
    found = [f"1|{one}" for one in alone]
    if claim.place and claim.place_precision not in {"country", "online"}:
        found.append(f"l|{claim.place}")
    found += [f"p|{programme}" for programme in sorted(claim.programmes)]
    if claim.series is not None:
        found.append(f"n|{claim.series}")
    for kind, items in (("2", sorted(rarest)), ("@", lands), ("w", sorted(words)), ("t", sorted(told)), ("k", sorted(named))):  # fmt: skip
        found += [f"{kind}|{one}|{other}" for one, other in combinations(items, 2)]
    return found


def _times(claim: Claim) -> list[str]:
    """Return the periods that a claim is compared in: months of a known date, half-years where only about when is known."""
    window = claim.window
    halves: set[str] = set()
    if window is None:
        reach = (
            range(claim.as_of, claim.as_of + 400, 90)
            if claim.open
            else range(claim.as_of - 90, claim.as_of + 1, 30)
        )
        return sorted({_half(day) for day in reach})
    start, end = window
    halves.update((_half(start), _half(end)))
    if claim.precision in {"year", "before"} or claim.open:
        ahead = 0 if not claim.open else 400 if claim.status == "postponed" else 200
        reach = range(start, max(end, start + ahead) + 1, 60)
        halves.update(_half(day) for day in reach)
    months = {_month(start - 1), _month(end + 1)} if end - start <= 45 else set()
    return sorted(months | halves)


@lru_cache(maxsize=50_000)
def _month(day: int) -> str:
    return date.fromordinal(day).strftime("%Y-%m")


@lru_cache(maxsize=50_000)
def _half(day: int) -> str:
    one = date.fromordinal(day)
    return f"{one.year}h{(one.month + 5) // 6}"
