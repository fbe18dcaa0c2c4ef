"""A work folder as ingest leaves it, with given texts; and the claims tables that extraction left in one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from flows.common import tables
from flows.common.paths import Work
from schemas.stages import CLAIM_TABLES, Documents


def work_with(root: Path, texts: list[str]) -> Work:
    """Write `texts` as relevant English documents r0000, r0001, ... below `root`."""
    rows = [
        {
            "report_id": f"r{number:04}",
            "source_ref": f"r{number:04}.md",
            "lang": "en",
            "source_type": "note",
            "quote_allowed": False,
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "text_length": len(text),
            "syndication_id": f"r{number:04}",
            "is_relevant": True,
            "relevance": 1.0,
        }
        for number, text in enumerate(texts)
    ]
    work = Work(root)
    tables.write(tables.frame(rows, Documents), Documents, work.ingest / "documents.parquet")
    return work


def claims(work: Work) -> dict[str, pl.DataFrame]:
    """Return the claims tables, without the times that reading took."""
    found = {
        name: tables.read(work.extract / f"{name}.parquet", model) for name, model in CLAIM_TABLES.items()
    }
    found["readings"] = found["readings"].drop("seconds")
    return found
