"""Web archives, record by record: responses, resources and conversions are pages, the rest is passed over."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.ingest import limits
from flows.ingest.addresses import canonical
from flows.ingest.bounded import DAMAGE
from flows.ingest.content import charset_of, kind_of_content
from flows.ingest.model import Problem, Unit
from flows.ingest.stated_dates import moment


def records(source_ref: str, stream: BinaryIO) -> Iterator[Unit | Problem]:
    """Every page of an archive in order; where the archive is damaged, reading stops with a problem."""
    number = passed = 0
    try:
        archive = ArchiveIterator(stream)
        while (record := _quietly(partial(next, archive, None))) is not None:
            number += 1
            if number > limits.MAX_RECORDS:
                yield Problem(
                    "error", "too_large", "More records than the limit; the rest was not read.", source_ref
                )
                return
            item = _quietly(partial(_record, f"{source_ref}#{number}", record))
            if item is None:
                passed += 1
            else:
                yield item
    except (ArchiveLoadFailed, UnicodeError, *DAMAGE) as error:
        yield Problem(
            "error", "archive_damaged", f"Damaged after record {number}: {str(error)[:160]}", source_ref
        )
        return
    if not number:
        yield Problem("error", "empty", "The archive has no record.", source_ref)
    elif passed:
        yield Problem(
            "info",
            "records_passed_over",
            f"{passed} of {number} records hold no page that was read (requests, errors, pictures).",
            source_ref,
        )


def _quietly(step: Callable[[], Any]) -> Any:
    """Run one step of the archive reader, which writes its remarks on damage to the terminal."""
    with contextlib.redirect_stderr(io.StringIO()):
        return step()


def _record(source_ref: str, record: Any) -> Unit | Problem | None:
    """A response, resource or conversion record as a unit; None for the rest."""
    headers, http = record.rec_headers, record.http_headers
    if headers is None or record.rec_type not in ("response", "resource", "conversion"):
        return None
    if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    stated = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
    data = record.content_stream().read(limits.MAX_RECORD_BYTES + 1)
    if len(data) > limits.MAX_RECORD_BYTES:
        return Problem(
            "error",
            "too_large",
            f"The record holds more than {limits.MAX_RECORD_BYTES} bytes and was refused.",
            source_ref,
        )
    if getattr(record.raw_stream, "limit", 0):
        return Problem(
            "error",
            "archive_damaged",
            "The record ends before its stated length; it was not read.",
            source_ref,
        )
    kind = kind_of_content(stated, data)
    if kind is None or not data.strip():
        return None
    captured: datetime | None = moment(headers.get_header("WARC-Date") or "")
    address = canonical(headers.get_header("WARC-Target-URI"))
    return Unit(source_ref, kind, data, address, captured, charset_of(stated))
