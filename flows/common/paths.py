"""Where things lie: the project's own folders and the work folder of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
RAW = PROJECT / "raw"
NOTES = RAW / "notes"
REGISTRIES = RAW / "registries"
CURATION = RAW / "curation"
SOURCES = RAW / "sources"
GOLD = PROJECT / "tests" / "gold"
RELEASES = PROJECT / "releases"


@dataclass(frozen=True, slots=True)
class Work:
    """The work folder of a run: one subfolder of tables per stage."""

    root: Path

    @property
    def ingest(self) -> Path:
        """documents.parquet and issues.parquet."""
        return self.root / "ingest"

    @property
    def extract(self) -> Path:
        """readings.parquet and the claims_*.parquet tables."""
        return self.root / "extract"

    @property
    def resolve(self) -> Path:
        """The released tables but `changes`, before validation."""
        return self.root / "resolve"

    @property
    def validate(self) -> Path:
        """The released tables but `changes`, checked; quarantine.parquet and quality.json."""
        return self.root / "validate"
