"""Candidate pairs in DuckDB: which claims are worth comparing, so that work grows with the reports and not with their square.

A claim enters a block for each combination of a family of types with what it shares with other reports of the same
happening: two participants and a month, a rare participant and a month, a place and a day, a programme and a month, a
telling word of the occasion's name, two rare words of the sentences that tell of it, two rare names of the report, a
participant and a day, a syndicated text.  A claim without participants or without a day meets the nearest of its type and
half-year.  Undated claims enter the half-years in which the happening may lie.  A block above the cap is not compared whole: each claim meets its neighbours in date order, and an issue says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

import duckdb
import polars as pl

from flows.common.issues import IssueLog
from flows.resolve.claims import Claim, Weights
from flows.resolve.words import telling_first

CAP = 40  # claims in a block that are compared each with each
NEIGHBOURS = 12  # in a larger block: each claim with so many that follow it by date
RARE = 1.1  # weight from which a participant alone, with a month, makes a block
PAIRED = 4  # rarest participants of a claim that are paired
WIDE = 24  # claims of its type and half-year that one which says little is compared with, the nearest by date
NAMED = 3  # rarest names of a report that are paired
TOLD = 5  # rarest words of the telling sentences that are paired

_PAIRS = """
with sized as (select block, count(*) as size from keys group by block),
small as (
    select least(l.claim, r.claim) as a, greatest(l.claim, r.claim) as b
    from keys l join keys r on l.block = r.block and l.claim < r.claim join sized s on s.block = l.block
    where s.size between 2 and {cap}),
ranked as (
    select k.block, k.claim, row_number() over (partition by k.block order by k.day, k.claim) as place
    from keys k join sized s on s.block = k.block where s.size > {cap}),
large as (
    select least(l.claim, r.claim) as a, greatest(l.claim, r.claim) as b
    from ranked l join ranked r on l.block = r.block and r.place > l.place and r.place <= l.place + {neighbours}),
wide as (
    select least(l.claim, r.claim) as a, greatest(l.claim, r.claim) as b
    from periods l join periods r on l.period = r.period and l.claim <> r.claim join claims c on c.claim = l.claim
    where c.poor
    qualify row_number() over (partition by l.claim order by abs(l.day - r.day), r.claim) <= {wide}),
pairs as (select distinct a, b from (select * from small union all select * from large union all select * from wide))
select p.a, p.b from pairs p join claims x on x.claim = p.a join claims y on y.claim = p.b
where x.report <> y.report
  and (x.day is null or y.day is null or x.open or y.open or abs(x.day - y.day) <= x.length + y.length + 1)
order by p.a, p.b
"""


def pairs(claims: Sequence[Claim], weights: Weights, issues: IssueLog) -> list[tuple[int, int]]:
    """Return the pairs of positions in `claims` worth comparing, in order."""
    keys = [
        (key, number, claim.start or claim.end or claim.as_of)
        for number, claim in enumerate(claims)
        for key in sorted(set(_keys(claim, weights)))
    ]
    if not keys:
        return []
    periods = [
        (f"{claim.type}|{when}", number, claim.start or claim.end or claim.as_of)
        for number, claim in enumerate(claims)
        for when in _times(claim)
        if "h" in when
    ]
    rows = [
        (
            n,
            c.report_id,
            c.start if c.exact else None,
            (c.end or 0) - (c.start or 0) if c.exact else 0,
            c.open,
            not c.parts or not c.exact,
        )
        for n, c in enumerate(claims)
    ]
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        connection.register(
            "keys_",
            pl.DataFrame(
                keys, schema={"block": pl.String, "claim": pl.Int32, "day": pl.Int32}, orient="row"
            ).to_arrow(),
        )
        connection.register(
            "claims_",
            pl.DataFrame(
                rows,
                schema={
                    "claim": pl.Int32,
                    "report": pl.String,
                    "day": pl.Int32,
                    "length": pl.Int32,
                    "open": pl.Boolean,
                    "poor": pl.Boolean,
                },
                orient="row",
            ).to_arrow(),
        )
        connection.register(
            "periods_",
            pl.DataFrame(
                periods, schema={"period": pl.String, "claim": pl.Int32, "day": pl.Int32}, orient="row"
            ).to_arrow(),
        )
        connection.execute("create table periods as select * from periods_")
        connection.execute("create table keys as select * from keys_")
        connection.execute("create table claims as select * from claims_")
        large = connection.sql(
            f"select block, count(*) as size from keys group by block having count(*) > {CAP} order by size desc, block"
        ).fetchall()
        found = connection.sql(_PAIRS.format(cap=CAP, neighbours=NEIGHBOURS, wide=WIDE)).fetchall()
    if large:
        issues.add(
            "info",
            "large_blocks",
            "resolve",
            f"{len(large)} blocks hold more than {CAP} claims (largest: {large[0][0]!r}, {large[0][1]}); "
            f"in these each claim is compared with its {NEIGHBOURS} neighbours by date only",
        )
    return [(a, b) for a, b in found]


def _keys(claim: Claim, weights: Weights) -> Iterator[str]:
    """Yield the blocks that a claim enters."""
    everyone = sorted(claim.parts, key=lambda one: (-weights.of.get(one, 1.0), one))
    rarest = everyone[:PAIRED]
    lands = sorted(claim.lands)[:4]
    words = telling_first(claim.occasion or claim.instrument or "")[:5]
    named = sorted(claim.company, key=lambda one: (-weights.of.get(one, 0.0), one))[:NAMED]
    told = sorted(claim.words & weights.known, key=lambda one: (-weights.of["~" + one], one))[:TOLD]
    for family in sorted(claim.families):
        for when in _times(claim):
            for one, other in combinations(sorted(rarest), 2):
                yield f"2|{family}|{one}|{other}|{when}"
            for place, one in enumerate(rarest):
                if place == 0 or len(rarest) <= 2 or weights.of.get(one, 1.0) >= RARE:
                    yield f"1|{family}|{one}|{when}"
            if claim.place and claim.place_precision not in {"country", "online"}:
                yield f"l|{family}|{claim.place}|{when}"
            for one, other in combinations(lands, 2):
                yield f"@|{family}|{one}|{other}|{when}"
            for programme in sorted(claim.programmes):
                yield f"p|{family}|{programme}|{when}"
            if claim.series is not None:
                yield f"n|{family}|{claim.series}|{when}"
            for one, other in combinations(sorted(words), 2):
                yield f"w|{family}|{one}|{other}|{when}"
            for one, other in combinations(sorted(told), 2):
                yield f"t|{family}|{one}|{other}|{when}"
            for one, other in combinations(sorted(named), 2):
                yield f"k|{family}|{one}|{other}|{when}"
        if claim.exact and claim.start is not None:
            for day in range(claim.start - 1, min(claim.end or claim.start, claim.start + 3) + 1):
                if claim.country:
                    yield f"d|{family}|{claim.country}|{day}"
                for one in everyone:
                    yield f"d|{family}|{one}|{day}"
        yield f"s|{family}|{claim.syndication}"


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


def _month(day: int) -> str:
    return date.fromordinal(day).strftime("%Y-%m")


def _half(day: int) -> str:
    one = date.fromordinal(day)
    return f"{one.year}h{(one.month + 5) // 6}"
