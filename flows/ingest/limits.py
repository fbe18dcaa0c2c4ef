"""Bounds on what one input may cost; past them it is refused with an issue."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

MAX_FILE_BYTES = 64 * MEBIBYTE
"""A single document or feed on disk."""

MAX_CONTAINER_BYTES = 8 * 1024 * MEBIBYTE
"""A zip, WARC or JSONL file, which is read record by record."""

MAX_RECORD_BYTES = 16 * MEBIBYTE
"""One record or archive member after decompression."""

MAX_EXPANDED_BYTES = 64 * 1024 * MEBIBYTE
"""Everything that one container may expand to."""

MAX_RATIO = 200
"""Expanded size over packed size of an archive member, once past `RATIO_FREE_BYTES`."""

RATIO_FREE_BYTES = 4 * MEBIBYTE
MAX_DEPTH = 3
"""Containers within containers."""

MAX_RECORDS = 5_000_000
"""Records of one container."""

MAX_TEXT_CHARACTERS = 2_000_000
"""Characters of one report's text."""

MAX_TEXT_BYTES = 4 * MAX_TEXT_CHARACTERS
"""Bytes of a plain text or a note: as many as that many characters can take."""

UNGUARDED_BYTES = 128 * 1024
"""A plain text or a note up to this size is read in the run's own process; a longer one in one that can be stopped."""

MAX_PAGES = 300
"""Pages read of one PDF."""

MAX_SECONDS = 20.0
"""Time for one document before its reader is stopped."""

MAX_MEMORY_BYTES = 3 * 1024 * MEBIBYTE
"""Address space of a reading process."""

MAX_FRONT_MATTER = 16_384
"""Characters of the front matter of a note."""
