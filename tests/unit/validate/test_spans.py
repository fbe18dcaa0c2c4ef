"""Texts in bounded batches, and the words of a span as Python would cut them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.validate import spans


@pytest.mark.parametrize("characters", [1, 25, 10_000])
def test_batches_hold_every_text_once_and_no_more_than_they_may(tmp_path: Path, characters: int) -> None:
    texts = {f"r{number}": "x" * (number % 7) for number in range(40)}
    path = tmp_path / "documents.parquet"
    pl.DataFrame({"report_id": list(texts), "text": list(texts.values())}).write_parquet(path)
    batches = list(spans.documents(path, size=2, characters=characters))
    assert {one.report_id: one.words for batch in batches for one in batch} == texts
    assert sum(map(len, batches)) == len(texts)
    for batch in batches:
        assert sum(len(one.words) for one in batch[:-2]) < characters


TEXT = st.text(st.sampled_from("ab é\u0301\u00a0\n🕊漢"), max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, st.integers(0, 14), st.integers(0, 14)), max_size=8))
def test_words_are_those_that_python_cuts(cases: list[tuple[str, int, int]]) -> None:
    texts = pl.DataFrame(
        {"report_id": [f"r{n}" for n in range(len(cases))], "text": [text for text, _, _ in cases]},
        schema={"report_id": pl.String, "text": pl.String},
    )
    rows = pa.RecordBatch.from_pydict(
        {
            "report_id": pa.array([f"r{n}" for n in range(len(cases))], pa.string()),
            "char_start": pa.array([start for _, start, _ in cases], pa.int64()),
            "char_end": pa.array([end for _, _, end in cases], pa.int64()),
        }
    )
    found = spans._with_words(rows, texts).select("words", "inside").rows()
    for (text, start, end), (words, inside) in zip(cases, found, strict=True):
        assert inside == (start < end <= len(text) and bool(text[start:end].strip()))
        if inside:
            assert words == text[start:end]
