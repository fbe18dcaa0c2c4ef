"""Time, memory and quality of resolve on synthetic reports: `python -m tests.benchmarks.resolve_scale [1000 10000 100000]`."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from flows.common import tables
from flows.common.paths import RAW, Work
from flows.common.registries import load_registries
from flows.resolve import stage
from schemas.evidence import EventHistory
from schemas.stages import CLAIM_TABLES, Documents
from tests.generator import reports as generator

PART = 5_000


def make(folder: Path, count: int) -> dict[tuple[str, str], str]:
    """Write `count` reports below `folder`, the claims as folders of parts; return the true key of each claim."""
    made = generator.world(count, load_registries(RAW / "registries"))
    work = Work(folder)
    truth: dict[tuple[str, str], str] = {}
    gathered: generator.Rows = {name: [] for name in ("documents", *CLAIM_TABLES)}
    documents = []
    part = 0
    for number, (rows, true) in enumerate(generator.reports(made, count), 1):
        truth.update(true)
        for name, some in rows.items():
            gathered[name] += some
        if number % PART == 0:
            documents.append(tables.frame(gathered.pop("documents"), Documents))
            _write(work, gathered, part)
            gathered = {name: [] for name in ("documents", *CLAIM_TABLES)}
            part += 1
    documents.append(tables.frame(gathered.pop("documents"), Documents))
    _write(work, gathered, part)
    whole = documents[0].clear().vstack(documents[0])
    for frame in documents[1:]:
        whole = whole.vstack(frame)
    tables.write(whole, Documents, work.ingest / "documents.parquet")
    return truth


def _write(work: Work, gathered: generator.Rows, part: int) -> None:
    for name, model in CLAIM_TABLES.items():
        tables.write(tables.frame(gathered[name], model), model, work.extract / name / f"{part:04d}.parquet")


def quality(folder: Path, truth: dict[tuple[str, str], str]) -> tuple[float, float]:
    """Return precision and recall of same-event pairs; a report that tells of two events counts where its event is clear."""
    history = tables.read(Work(folder).resolve / "event_history.parquet", EventHistory)
    single = {report for report, count in Counter(report for report, _ in truth).items() if count == 1}
    found: Counter[tuple[str, str]] = Counter()
    for event, report in history.select("event_id", "report_id").iter_rows():
        if report in single:
            found[event, truth[report, "e1"]] += 1
    true = Counter(key for (report, _), key in truth.items() if report in single)

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    together: Counter[object] = Counter()
    for (event, _), n in found.items():
        together[event] += n
    right = pairs(Counter(dict(found)))
    return right / max(1, pairs(together)), right / max(1, pairs(Counter(dict(true))))


def one(folder: Path) -> None:
    """Resolve the reports below `folder`; print seconds (of the clock, of the processor), peak memory in MB and rows."""
    began, busy = time.monotonic(), time.process_time()
    counts = stage.resolve(Work(folder), RAW, None, "2026-07-01.1", date(2026, 7, 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken = f"{time.monotonic() - began:.1f} {time.process_time() - busy:.1f} {peak:.0f}"
    print(f"{taken} {counts['events']} {counts['actors']} {counts['evidence']}")


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(
        "reports  claims  events  actors  evidence  seconds  CPU s  peak MB  CPU ms/report  precision  recall"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            truth = make(folder, size)
            done = subprocess.run(
                [sys.executable, "-m", __spec__.name, "--one", name],
                check=True,
                capture_output=True,
                text=True,
            )
            seconds, busy, peak, events, actors, evidence = done.stdout.split()[-6:]
            precision, recall = quality(folder, truth)
            each = 1000 * float(busy) / size
            print(
                f"{size:7d} {len(truth):7d} {events:>7} {actors:>7} {evidence:>9} {seconds:>8} {busy:>6} {peak:>8} {each:14.2f} {precision:10.3f} {recall:7.3f}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
