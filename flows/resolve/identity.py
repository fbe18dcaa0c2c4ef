"""Ids that last: which new record carries on which old one, what merged, what is new.

A record of the previous release goes on in the new record that holds most of its evidence.  Where several old records
go on in one new record, the oldest id stays and the others lead to it by a redirect; where one old record's evidence
lies in several new records, the one that holds most keeps the id and the others get new ids.  An id that is or was in use
is never given to another record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.common.ids import mint


@dataclass(frozen=True, slots=True)
class Link:
    """How much of old record `old` stands in new record `new`; `new` is a label of this run, or a registry id."""

    old: str
    new: str
    strength: float


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome: the lasting id of new records that carry on old ones, and where merged ids lead (to labels)."""

    keeps: Mapping[str, str]  # label -> id
    merged: Mapping[str, str]  # old id -> label


def settle(
    links: Iterable[Link],
    age: Mapping[str, tuple[str, ...]],
    fixed: Iterable[str] = (),
    apart: Iterable[frozenset[str]] = (),
) -> Settled:
    """Return which new record keeps which id.

    `age` orders old ids, the oldest first.  Labels in `fixed` have their own id already: old records that go on there
    are all merged into it.  Old ids that stand in a pair of `apart` are two happenings and never merge.
    """
    named = set(fixed)
    enemies: dict[str, set[str]] = defaultdict(set)
    for pair in apart:
        one, other = sorted(pair)
        enemies[one].add(other)
        enemies[other].add(one)
    options: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        options[link.old].append(link)
    claimants: dict[str, list[str]] = defaultdict(list)
    strengths: dict[tuple[str, str], float] = {}
    for old in options:
        options[old].sort(key=lambda one: (-one.strength, one.new))
        strengths.update({(old, link.new): link.strength for link in options[old]})
    # the surest first, so that of two old records that exclude each other the better fitting one has the choice
    waiting = sorted(options, key=lambda old: (-options[old][0].strength, age[old], old))
    for old in waiting:
        for link in options[old]:
            if not enemies[old] & set(claimants[link.new]):
                claimants[link.new].append(old)
                break
    keeps: dict[str, str] = {}
    merged: dict[str, str] = {}
    for label in sorted(claimants):
        olds = sorted(claimants[label], key=lambda old: (age[old], old))
        if label in named:
            merged.update(dict.fromkeys(olds, label))
            continue
        if olds:
            keeps[label] = olds[0]
            merged.update(dict.fromkeys(olds[1:], label))
    return Settled(keeps, merged)


def fresh(prefix: str, used: set[str], *parts: str) -> str:
    """Mint an id from `parts` that is not in `used`, and enter it there."""
    minted = mint(prefix, *parts)
    again = 1
    while minted in used:
        again += 1
        minted = mint(prefix, *parts, str(again))
    used.add(minted)
    return minted


def flatten(redirects: Mapping[str, str]) -> dict[str, str]:
    """Return `redirects` with chains followed to their end; a circle is cut where it closes."""
    flat = {}
    for old in redirects:
        new, seen = redirects[old], {old}
        while new in redirects and new not in seen:
            seen.add(new)
            new = redirects[new]
        if new != old:
            flat[old] = new
    return flat
