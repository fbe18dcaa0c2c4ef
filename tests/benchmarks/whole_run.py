"""What a whole run costs as reports grow: seconds, memory and bytes per stage, with Prefect and without, and the figure drawn.

    python -m tests.benchmarks.whole_run [--sizes 1000 10000 100000] [--prefect] [--svg FILE] [--keep FOLDER]

Every size is a run of its own in a fresh process on synthetic reports (tests/generator/texts.py), written to disk one by
one; the figures come from the run's own table of metrics.  At the end stand the fixed part of a run and what each further
report costs, and the memory that each stage takes for it.  `--prefect` makes each run twice, one after the other, and
prints what the orchestrator adds in time of the clock and of the processor; Prefect's database, which is made once for all
runs of a machine, is made before by a run over a few reports.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from flows.common import metrics
from flows.common.paths import PROJECT, RAW
from flows.common.registries import load_registries
from flows.common.usage import used
from tests.generator import reports, texts

STAGES = ("ingest", "extract", "resolve", "validate", "publish")
COLOURS = ("#1b6ca8", "#3a7d44", "#d98e04", "#9e2a2b", "#6b7a89")
VERSION = "2026-07-01.1"
FEW = 20  # reports of the run that makes Prefect's database


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: its size, wall and processor seconds and peak memory by stage, and the bytes that it left."""

    reports: int
    how: str
    wall: float
    cpu_all: float  # of the whole command: with the start, and with the server of Prefect
    seconds: dict[str, float]
    cpu: dict[str, float]
    peak_mb: dict[str, float]  # of the process that runs the stages
    release_bytes: int
    work_bytes: int

    @property
    def each(self) -> float:
        """Processor milliseconds per report."""
        return 1000 * sum(self.cpu.values()) / self.reports


def make(folder: Path, count: int) -> Path:
    """Write `count` reports as JSON lines below `folder`."""
    folder.mkdir(parents=True)
    path = folder / "reports.jsonl"
    world = reports.world(count, load_registries(RAW / "registries"))
    with path.open("w", encoding="utf-8") as stream:
        for line in texts.lines(world, count):
            stream.write(line + "\n")
    return folder


def command(documents: Path, out: Path, how: str) -> list[str]:
    """The command line of a run."""
    made = ["--out", str(out), "--version", VERSION, "--as-of", VERSION[:10]]
    direct = ["--direct"] if how == "direct" else []
    return [sys.executable, "-m", "flows", "run", "--documents", str(documents), *made, *direct]


def settings(work: Path) -> dict[str, str]:
    """The environment of a run."""
    own = {"SINERGI_WORK": str(work), "SINERGI_SETTINGS": "/none", "SINERGI_LOG_LEVEL": "error"}
    return os.environ | own


def measure(documents: Path, place: Path, count: int, how: str) -> Cost:
    """Run once in a process of its own and read what it kept of itself."""
    begin, before = time.monotonic(), used()
    subprocess.run(
        command(documents, place / "out", how),
        check=True,
        cwd=PROJECT,
        env=settings(place / "work"),
        stdout=subprocess.DEVNULL,
    )
    wall, cpu_all = time.monotonic() - begin, used().cpu_seconds - before.cpu_seconds
    ((_, values),) = metrics.runs(metrics.read(place / "out"))

    def of(measure: str) -> dict[str, float]:
        return {stage: values[stage, measure] for stage in STAGES}

    return Cost(
        count,
        how,
        wall,
        cpu_all,
        of("seconds"),
        of("cpu_seconds"),
        of("peak_mb"),
        _bytes(place / "out"),
        _bytes(place / "work"),
    )


def warm(place: Path) -> None:
    """Have Prefect make its database in the work folder below `place`, by a run over a few reports."""
    documents = make(place / "few", FEW)
    subprocess.run(
        command(documents, place / "first", "prefect"),
        check=True,
        cwd=PROJECT,
        env=settings(place / "work"),
        stdout=subprocess.DEVNULL,
    )


def table(costs: list[Cost]) -> str:
    """The figures, one line per run."""
    head = f"{'reports':>9} {'how':<8}{'wall s':>9}{'cpu s':>9}{'ms/report':>10}{'all cpu s':>10}{'peak MB':>9}{'release B':>10}{'work B':>8}   wall seconds (cpu ms per report) and peak MB by stage"
    lines = [head]
    for one in costs:
        stages = "  ".join(
            f"{s} {one.seconds[s]:.1f} ({1000 * one.cpu[s] / one.reports:.2f}) {one.peak_mb[s]:,.0f}"
            for s in STAGES
        )
        lines.append(
            f"{one.reports:>9,} {one.how:<8}{one.wall:>9.1f}{sum(one.cpu.values()):>9.1f}{one.each:>10.2f}{one.cpu_all:>10.1f}{max(one.peak_mb.values()):>9,.0f}"
            f"{one.release_bytes / one.reports:>10,.0f}{one.work_bytes / one.reports:>8,.0f}   {stages}"
        )
    return "\n".join(lines)


def model(costs: list[Cost]) -> str:
    """The cost as a fixed part and a part per report, from each size to the next, and the memory by stage."""
    lines = []
    direct = [one for one in costs if one.how == "direct"]
    for small, large in pairwise(direct):
        more = large.reports - small.reports
        each = (large.cpu_all - small.cpu_all) / more
        fixed = small.cpu_all - each * small.reports
        lines.append(
            f"{small.reports:,} to {large.reports:,}: {fixed:.1f} s of a core for a run and {1000 * each:.2f} ms for each report in it"
        )
        stages = ", ".join(
            f"{s} {1000 * (large.cpu[s] - small.cpu[s]) / more:.2f} ms {1024 * (large.peak_mb[s] - small.peak_mb[s]) / more:.1f} KB"
            for s in STAGES
        )
        lines.append(f"  each further report by stage, time of a core and memory: {stages}")
    return "\n".join(lines)


def overhead(costs: list[Cost]) -> str:
    """What Prefect adds to a run, by the clock and in processor time, at every size."""
    lines = []
    for one in costs:
        other = next((c for c in costs if c.how == "prefect" and c.reports == one.reports), None)
        if one.how == "direct" and other:
            clock = other.wall - one.wall
            # what stages take varies from run to run more than Prefect adds: it is counted outside of them
            core = (other.cpu_all - sum(other.cpu.values())) - (one.cpu_all - sum(one.cpu.values()))
            outside = (other.wall - sum(other.seconds.values())) - (one.wall - sum(one.seconds.values()))
            lines.append(
                f"{one.reports:,}: Prefect adds {clock:.1f} s by the clock, {100 * clock / other.wall:.1f} % of the run "
                f"({outside:.1f} s, {100 * outside / other.wall:.1f} % outside the stages), and {core:.1f} s of a core, {100 * core / other.cpu_all:.1f} %"
            )
    return "\n".join(lines)


def draw(costs: list[Cost]) -> str:
    """Processor milliseconds per report by stage and size as SVG: bars of one height mean a constant cost."""
    width, height, left, bottom = 760.0, 300.0, 60.0, 250.0
    highest = max(one.each for one in costs)
    step = (width - left - 20) / len(costs)
    body = []
    for place, one in enumerate(costs):
        base = bottom
        for stage, colour in zip(STAGES, COLOURS, strict=True):
            tall = 210 * 1000 * one.cpu[stage] / one.reports / highest
            base -= tall
            told = f"{one.reports:,} {stage}: {1000 * one.cpu[stage] / one.reports:.2f} ms"
            body.append(
                f'<rect x="{left + place * step + 12:.1f}" y="{base:.1f}" width="{step - 24:.1f}" height="{tall:.1f}" fill="{colour}"><title>{told}</title></rect>'
            )
        middle = left + (place + 0.5) * step
        told = f"{one.reports:,} {one.how}"
        body.append(f'<text x="{middle:.1f}" y="{bottom + 18:g}" text-anchor="middle">{told}</text>')
        body.append(
            f'<text x="{middle:.1f}" y="{base - 5:.1f}" text-anchor="middle">{one.each:.1f} ms, {max(one.peak_mb.values()):,.0f} MB</text>'
        )
    for place, (stage, colour) in enumerate(zip(STAGES, COLOURS, strict=True)):
        body.append(
            f'<rect x="{left + place * 120:g}" y="280" width="12" height="12" fill="{colour}"/><text x="{left + place * 120 + 17:g}" y="290">{stage}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" font-family="system-ui, sans-serif" font-size="12">'
        f"<title>Processor time per report by stage</title>{''.join(body)}</svg>\n"
    )


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print the table as it grows, and draw it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--prefect", action="store_true", help="each run through Prefect too")
    parser.add_argument("--svg", type=Path, help="file to draw into")
    parser.add_argument("--keep", type=Path, help="folder to work in, which stays; else a temporary one")
    arguments = parser.parse_args()
    root = arguments.keep or Path(tempfile.mkdtemp(prefix="whole-run-"))
    costs: list[Cost] = []
    for size in arguments.sizes:
        documents = make(root / f"{size}", size)
        for how in ("direct", "prefect") if arguments.prefect else ("direct",):
            place = root / f"{size}-{how}"
            if how == "prefect":
                warm(place)
            costs.append(measure(documents, place, size, how))
            print(
                table(costs).splitlines()[0] if len(costs) == 1 else "", end="\n" if len(costs) == 1 else ""
            )
            print(table(costs).splitlines()[-1], flush=True)
            if arguments.svg:
                arguments.svg.write_text(draw(costs), encoding="utf-8")
            if not arguments.keep:
                shutil.rmtree(place)
    print(model(costs))
    print(overhead(costs))
    if not arguments.keep:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
