"""Candidate pairs in DuckDB: which claims are worth comparing, so that work grows with the reports and not with their square.

A claim enters a block for each combination of a family of types with what it shares with other reports of the same
happening: two participants and a month, a rare participant and a month, a place and a day, a programme and a month, a
telling word of the occasion's name, two rare words of the sentences that tell of it, two rare names of the report, a
participant and a day, a syndicated text.  A claim without participants or without a day meets the nearest of its type and
half-year.  Undated claims enter the half-years in which the happening may lie.  A block above the cap is not compared whole: each claim meets its neighbours in date order, and an issue says so.

Blocks are held as 64-bit digests of their names (two names with one digest cost a few comparisons more, nothing else), and are
paired one share of them at a time: what is in memory does not grow with the reports; DuckDB spills the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

import duckdb
import polars as pl

from flows.common.issues import IssueLog
from flows.resolve.claims import Claim, Weights
from flows.resolve.nearest import nearest
from flows.resolve.shelf import PAGE, by_date
from flows.resolve.words import telling_first

CAP = 40  # claims in a block that are compared each with each
NEIGHBOURS = 12  # in a larger block: each claim with so many that follow it by date
RARE = 1.1  # weight from which a participant alone, with a month, makes a block
PAIRED = 4  # rarest participants of a claim that are paired
WIDE = 24  # claims of its type and half-year that one which says little is compared with, the nearest by date
NAMED = 3  # rarest names of a report that are paired
TOLD = 5  # rarest words of the telling sentences that are paired
MEMORY = "1GB"  # of DuckDB, beyond which it spills
SHARE = 4_000_000  # keys that are paired at a time
BATCH = 5_000  # claims whose keys are made at a time
ROWS = 200_000  # pairs that are handed over at a time

Keyed = tuple[list[str], list[str], list[str]]  # what is shared, with each family, in each period

_PAIRS = f"""
insert into pairs
with ranked as (
    select block, claim, row_number() over (partition by block order by day, claim) as place,
           count(*) over (partition by block) as size
    from keys join claims using (claim) where block % $1 = $2),
met as (
    select block, claim, unnest(range(place + 1, least(size, place + if(size <= {CAP}, {CAP}, {NEIGHBOURS})) + 1)) as place
    from ranked where size > 1)
select distinct least(l.claim, r.claim), greatest(l.claim, r.claim)
from met l join ranked r using (block, place)
"""
_WORTH = """
select p.a, p.b from (select distinct a, b from pairs) p join claims x on x.claim = p.a join claims y on y.claim = p.b
where x.report <> y.report
  and (x.start is null or y.start is null or x.open or y.open or abs(x.start - y.start) <= x.length + y.length + 1)
order by least(x.page, y.page), greatest(x.page, y.page), p.a, p.b
"""


def pairs(
    claims: Sequence[Claim], weights: Weights, issues: IssueLog, spill: Path | None = None
) -> Iterator[pl.DataFrame]:
    """Yield the pairs of positions in `claims` worth comparing as frames of `a` < `b`, each once, near ones in time together.

    `spill` is the folder that DuckDB may write to; without one all must fit in memory.
    """
    settings: dict[str, str] = {"threads": "2"}
    if spill is not None:
        settings |= {"memory_limit": MEMORY, "temp_directory": str(spill)}
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("create table keys (block ubigint, claim integer)")
        connection.execute("create table pairs (a integer, b integer)")
        facts = [_enter(connection, batch, weights) for batch in _batches(by_date(claims))]
        if not facts:
            return
        table = pl.concat(facts).with_row_index("place").with_columns(page=pl.col("place") // PAGE)
        _insert(connection, "claims", table, create=True)
        _insert(connection, "pairs", nearest(table, WIDE), create=False)
        (keys,) = connection.sql("select count(*) from keys").fetchall()[0]
        shares = 1 + keys // SHARE
        for share in range(shares):
            connection.execute(_PAIRS, [shares, share])
        _tell_large(connection, claims, weights, issues)
        connection.execute("drop table keys")
        for rows in connection.sql(_WORTH).to_arrow_reader(ROWS):
            yield pl.DataFrame(pl.from_arrow(rows))


def _batches(claims: Iterable[tuple[int, Claim]]) -> Iterator[list[tuple[int, Claim]]]:
    batch: list[tuple[int, Claim]] = []
    for one in claims:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame, create: bool) -> None:
    connection.register("given", rows.to_arrow())
    connection.execute(
        f"create table {name} as from given" if create else f"insert into {name} by name from given"
    )
    connection.unregister("given")


def _enter(
    connection: duckdb.DuckDBPyConnection, batch: Sequence[tuple[int, Claim]], weights: Weights
) -> pl.DataFrame:
    """Enter the keys of a batch of claims; return what pairing needs to know of each claim."""
    keyed = [(number, *one) for number, claim in batch for one in _keys(claim, weights)]
    rows = pl.DataFrame(
        keyed,
        schema={"claim": pl.Int32, "shared": pl.List(pl.String), "family": pl.List(pl.String), "time": pl.List(pl.String)},
        orient="row",
    )  # fmt: skip
    rows = rows.explode("shared").drop_nulls("shared").explode("family").explode("time")
    _insert(connection, "keys", _digests(rows).select("claim", "block").unique(), create=False)
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


def _tell_large(
    connection: duckdb.DuckDBPyConnection, claims: Sequence[Claim], weights: Weights, issues: IssueLog
) -> None:
    """Write an issue where blocks are above the cap, with the name of the largest."""
    sizes = f"select block, count(*) as size, min(claim) as claim from keys group by block having count(*) > {CAP}"
    connection.execute(f"create temp table large as {sizes}")
    ((number, size),) = connection.sql("select count(*), max(size) from large").fetchall()
    if not number:
        return
    alike = connection.sql(
        "select block, claim from large where size = (select max(size) from large)"
    ).fetchall()
    name = min(_name_of(block, claims[claim], weights) for block, claim in alike)
    issues.add(
        "info",
        "large_blocks",
        "resolve",
        f"{number} blocks hold more than {CAP} claims (largest: {name!r}, {size}); "
        f"in these each claim is compared with its {NEIGHBOURS} neighbours by date only",
    )


def _digests(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `rows` with the digest of each block, given by `shared`, `family` and `time`, as `block`."""
    parts = [pl.col(name).hash() for name in ("shared", "family", "time")]
    return rows.with_columns(block=pl.struct(*parts).hash())


def _name_of(block: int, claim: Claim, weights: Weights) -> str:
    """Return the name of a block that `claim` is in, as an issue shows it."""
    names = [key for some in _keys(claim, weights) for key in product(*some)]
    rows = _digests(pl.DataFrame(names, schema=["shared", "family", "time"], orient="row"))
    shared, family, when, _ = min(row for row in rows.rows() if row[3] == block)
    return "|".join(part for part in (shared[0], family, shared[2:], when) if part)


def _keys(claim: Claim, weights: Weights) -> Iterator[Keyed]:
    """Yield what a claim shares, with the families and the times in which it does; each combination is a block."""
    families = sorted(claim.families)
    everyone = sorted(claim.parts, key=lambda one: (-weights.of.get(one, 1.0), one))
    yield _lasting(claim, weights, everyone[:PAIRED]), families, _times(claim)
    if claim.exact and claim.start is not None:
        days = range(claim.start - 1, min(claim.end or claim.start, claim.start + 3) + 1)
        there = [f"d|{claim.country}"] if claim.country else []
        yield [*there, *(f"d|{one}" for one in everyone)], families, [str(day) for day in days]
    yield [f"s|{claim.syndication}"], families, [""]


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
