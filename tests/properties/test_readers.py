"""Mutated files of every kind: nothing crashes, nothing hangs, and every file is accounted for."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.common.paths import PROJECT
from flows.ingest.decode import decode, looks_binary, repair
from flows.ingest.syndication import sequences, sketch

sys.path.insert(0, str(PROJECT / "tests" / "benchmarks"))
import ingest_fuzz


def test_three_hundred_mutated_files(tmp_path: Path) -> None:
    result = ingest_fuzz.campaign(300, seed=5, folder=tmp_path)
    assert result.unaccounted == [] and result.stopped == 0
    assert result.slowest < 5.0


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_repair_settles(text: str) -> None:
    once = repair(text)[0]
    assert "\r" not in once
    once.encode("utf-8")


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_bytes_are_decoded_or_refused(data: bytes) -> None:
    if not looks_binary(data):
        assert isinstance(decode(data).text, str)


@given(st.text(alphabet="abc de\n.,", max_size=300))
@settings(max_examples=100, deadline=None)
def test_clean_ascii_is_never_changed(text: str) -> None:
    assert decode(text.encode()) == decode(text.encode("ascii"))
    assert decode(text.encode()).text == text


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_sketch_is_part_of_the_sequences(words: list[str]) -> None:
    text = " ".join(words)
    assert len(sketch(text)) // 4 <= len(sequences(text)) <= max(0, len(words) - 3)
