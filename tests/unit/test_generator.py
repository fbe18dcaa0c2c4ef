"""Tests of the synthetic reports that benchmarks run on."""

from __future__ import annotations

import json

from flows.common.paths import RAW
from flows.common.registries import load_registries
from tests.generator import reports, texts

REGISTRIES = load_registries(RAW / "registries")


def made(count: int) -> list[str]:
    """The lines of a world of `count` reports."""
    return list(texts.lines(reports.world(count, REGISTRIES), count))


def test_the_same_size_gives_the_same_lines() -> None:
    lines = made(300)
    assert len(lines) == 300
    assert lines == made(300)


def test_reports_name_programmes_of_the_registry_in_their_language() -> None:
    names = {
        lang: {
            own or record.name
            for record in REGISTRIES.programmes.values()
            for own in (getattr(record, f"name_{lang}"),)
        }
        for lang in ("id", "en")
    }
    told = [json.loads(line) for line in made(300)]
    naming = [one for one in told if any(name in one["text"] for name in names[one["lang"]])]
    assert 10 <= len(naming) <= 100
