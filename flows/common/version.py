"""Versions that stand in released rows."""

from __future__ import annotations

EXTRACTOR_VERSION = "1.0.0"
