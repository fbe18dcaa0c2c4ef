"""Table `reports`: one row per captured text; no body text is released."""

from __future__ import annotations

import polars as pl

from schemas.columns import RECORD_ID, SHA256, Table, UtcTime, column


class Reports(Table):
    """One row per captured report, relevant or not; its text is not released."""

    report_id: str = column(
        "Report id",
        "Identifier of the report: its own id, or one made from its address or bytes.",
        pattern=RECORD_ID,
        unique=True,
    )
    source_ref: str = column("Source", "File name, feed entry or archive record that it came from.")
    url: str = column("Address", "Canonical address.", nullable=True)
    title: str = column("Title", "Headline.", nullable=True)
    publisher: str = column("Publisher", "Outlet or press office.", nullable=True)
    lang: str = column("Language", "Language of the text.", codelist="language")
    published_at: pl.Date = column("Published", "Date of publication.", nullable=True)
    retrieved_at: UtcTime = column("Retrieved", "When the bytes were captured (UTC).", nullable=True)
    source_type: str = column("Source type", "What kind of input it came from.", codelist="source_type")
    licence: str = column("Licence", "Licence of the text, where known.", nullable=True)
    text_sha256: str = column(
        "Text digest", "SHA-256 of the UTF-8 text that evidence offsets point into.", pattern=SHA256
    )
    text_length: int = column("Text length", "Length of the text in characters.", low=0)
    syndication_id: str = column(
        "Syndication id", "Report id of the earliest report with nearly the same text.", pattern=RECORD_ID
    )
    is_relevant: bool = column("Relevant", "True where the report is in scope.")
    relevance: float = column("Relevance", "Score (0-1) of the relevance gate.", low=0, high=1)
