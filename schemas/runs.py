"""The table of metrics: what every run took and counted (kept beside the releases, not in one)."""

from __future__ import annotations

from schemas.columns import Table, UtcTime, column


class RunMetrics(Table):
    """One row per run, stage and measure."""

    run_id: str = column("Run id", "When the run began and the number of its process.")
    started_at: UtcTime = column("Started", "When the run began.")
    version: str = column("Version", "The release that it was to make.")
    how: str = column("How", "direct, or prefect.", pattern="^(direct|prefect)$")
    outcome: str = column("Outcome", "made, or failed.", pattern="^(made|failed)$")
    stage: str = column("Stage", "The stage that the value is of.")
    measure: str = column("Measure", "seconds, cpu_seconds, peak_mb, or something that the stage counts.")
    value: float = column("Value", "Its value.")
