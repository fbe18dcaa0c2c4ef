"""Tables on disk: written in row groups they are the bytes of a table written at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.common import tables
from schemas.stages import EventKeys


@pytest.mark.parametrize("count", [0, 1, 100])
def test_written_in_batches_the_bytes_are_the_same(count: int, tmp_path: Path) -> None:
    rows = tables.frame(
        [{"report_id": f"r{n}", "key": f"e{n % 3}", "event_id": f"evt-{n % 7}"} for n in range(count)],
        EventKeys,
    )
    whole = tables.write(rows, EventKeys, tmp_path / "whole.parquet")
    batches = (
        batch for first in range(0, count, 9) for batch in rows[first : first + 9].to_arrow().to_batches()
    )
    assert tables.write_groups(batches, EventKeys, tmp_path / "parts.parquet") == count
    assert (tmp_path / "parts.parquet").read_bytes() == whole.read_bytes()


def test_row_groups_are_of_one_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "GROUP", 8)
    rows = tables.frame(
        [{"report_id": f"r{n}", "key": "e1", "event_id": f"evt-{n}"} for n in range(20)], EventKeys
    )
    assert (
        tables.write_groups(
            rows.to_arrow().to_batches(max_chunksize=3), EventKeys, tmp_path / "parts.parquet"
        )
        == 20
    )
    found = pq.ParquetFile(tmp_path / "parts.parquet")
    assert [found.metadata.row_group(n).num_rows for n in range(found.num_row_groups)] == [8, 8, 4]
    assert tables.read(tmp_path / "parts.parquet", EventKeys).equals(rows)


def test_some_columns_can_be_read_alone(tmp_path: Path) -> None:
    rows = tables.frame([{"report_id": "r1", "key": "e1", "event_id": "evt-1"}], EventKeys)
    path = tables.write(rows, EventKeys, tmp_path / "keys.parquet")
    assert tables.read(path, EventKeys, ["event_id", "key"]).rows() == [("evt-1", "e1")]
    empty = tables.read(tmp_path / "none.parquet", EventKeys, ["key"])
    assert empty.schema == {"key": pl.String} and empty.is_empty()
