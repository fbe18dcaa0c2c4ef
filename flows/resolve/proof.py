"""The table `evidence`: made for some thousand reports at a time, sorted on disk, written in row groups."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import duckdb
import polars as pl
import polars.selectors as cs

from flows.common import tables
from flows.common.paths import Work
from flows.resolve import evidence
from flows.resolve.built import Built, with_event
from flows.resolve.curate import text
from flows.resolve.load import Inputs, claim_files
from flows.resolve.reading import Linked
from flows.resolve.telling import texts
from flows.resolve.words import plain
from schemas.release import TABLES
from schemas.stages import ClaimsProofs

REPORTS = 20_000  # reports whose evidence is made at a time
MEMORY = "800MB"  # of the sorting, beyond which it spills
_COLUMNS = ("report_id", "text", "quote_allowed")


def write(work: Work, built: Built, linked: Linked, inputs: Inputs) -> int:
    """Write the evidence of every row to `work.resolve`; return the number of rows."""
    folder = inputs.spill / "evidence"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    maker = _Maker(work, built, linked, inputs, _event_links(built, inputs), _positions(built))
    corrected = {record for _, record, _, _ in built.corrected}
    rests = [pl.DataFrame(schema=evidence.ROW)]
    for number, documents in enumerate(texts(work.ingest / "documents.parquet", _COLUMNS, REPORTS)):
        parts = maker.parts(documents)
        rests += [part.filter(pl.col("record_id").is_in(corrected)) for part in parts[:3] if corrected]
        evidence.finish(parts, documents).write_parquet(folder / f"{number:06d}.parquet")
    decided = _decided(built, pl.concat(rests))
    if decided.height:
        given = pl.concat(
            some.join(decided.select("report_id").unique(), on="report_id", how="semi")
            for some in texts(work.ingest / "documents.parquet", _COLUMNS, REPORTS)
        )
        evidence.finish([decided], given).write_parquet(folder / "decided.parquet")
    spec = TABLES["evidence"]
    with duckdb.connect(
        config={"memory_limit": MEMORY, "temp_directory": str(inputs.spill), "threads": "2"}
    ) as connection:
        found = connection.read_parquet([str(part) for part in sorted(folder.iterdir())]).order(
            ", ".join(spec.sort_by)
        )
        return tables.write_groups(
            found.to_arrow_reader(100_000), spec.model, work.resolve / "evidence.parquet"
        )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the evidence that some reports give."""

    work: Work
    built: Built
    linked: Linked
    inputs: Inputs
    event_links: pl.DataFrame
    positions: pl.DataFrame

    def parts(self, documents: pl.DataFrame) -> list[pl.DataFrame]:
        """Return the evidence of events, actors, programmes, and of the rows of link tables, in the columns of `evidence.ROW`."""
        reports = documents.select(pl.col("report_id").cast(self.inputs.relevant.schema["report_id"]))
        reports = reports.join(self.inputs.relevant, on="report_id", how="semi")
        proofs = _proofs(self.work, reports)
        told = evidence.trigger_spans(proofs)
        events, actors, programmes, event_of, takes_part, serves, offices, related = (
            _of(table, reports)
            for table in (
                self.inputs.claims["claims_events"], self.linked.actors, self.linked.programmes, self.built.event_of, self.linked.participants,
                self.linked.event_programmes, self.linked.offices, self.event_links,
            )
        )  # fmt: skip
        parts = [
            evidence.of_events(with_event(events, "key", event_of), proofs),
            evidence.of_names(actors, proofs, "actors", "actor_id"),
            evidence.of_names(programmes, proofs, "programmes", "programme_id"),
            evidence.of_links(
                self._participations(takes_part, event_of), proofs, told, "event_actors", "role"
            ),
            evidence.of_links(
                _programme_links(serves, event_of), proofs, told, "event_programmes", "relation"
            ),
            self._offices(offices),
            evidence.of_links(related, proofs, told, "event_links", "relation"),
        ]
        return [part.select(list(evidence.ROW)).cast(evidence.ROW) for part in parts]

    def _participations(self, rows: pl.DataFrame, event_of: pl.DataFrame) -> pl.DataFrame:
        rows = with_event(rows, "event_key", event_of)
        rows = rows.join(self.built.role_stands, on=["event_id", "actor_id", "role"], how="left")
        return rows.select(
            pl.concat_str("event_id", "actor_id", pl.coalesce("stands", "role"), separator="|").alias("record_id"), "report_id",
            pl.concat_str("event_key", "actor_key", separator="|").alias("key"), "event_key", pl.col("role").alias("value"),
        )  # fmt: skip

    def _offices(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return evidence of positions: the span of the office in the report."""
        rows = rows.with_columns(form=pl.col("title").map_elements(plain, return_dtype=pl.String))
        rows = rows.join(self.positions, on=["person_id", "organisation_id", "form"], how="inner")
        return rows.select(
            pl.lit("positions").alias("record_type"),
            pl.concat_str("person_id", "organisation_id", "stands", separator="|").alias("record_id"),
            pl.lit("title").alias("field"), pl.col("title").alias("value"), "report_id", "char_start", "char_end",
            pl.lit("office").alias("method"), pl.lit(0.9).alias("confidence"),
        )  # fmt: skip


def _proofs(work: Work, reports: pl.DataFrame) -> pl.DataFrame:
    """Return what claims_proofs says of `reports`, each row once."""
    ids = reports["report_id"]
    files = claim_files(work.extract, "claims_proofs")
    if not files or ids.is_empty():
        return tables.frame([], ClaimsProofs)
    rows = pl.scan_parquet(files, hive_partitioning=False)
    rows = rows.filter(pl.col("report_id").is_between(pl.lit(str(ids.min())), pl.lit(str(ids.max()))))
    return rows.collect().join(reports.cast(pl.String), on="report_id", how="semi").unique()


def _of(table: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `table`, which is in order of report, that concern `reports`; codes as text."""
    if reports.is_empty():
        return table.clear().with_columns((cs.categorical() | cs.enum()).cast(pl.String))
    codes, ends = table["report_id"].to_physical(), reports["report_id"].to_physical().sort()
    first = codes.search_sorted(int(ends[0]), "left")
    last = codes.search_sorted(int(ends[-1]), "right")
    rows = table.slice(first, last - first).join(reports, on="report_id", how="semi", maintain_order="left")
    return rows.with_columns((cs.categorical() | cs.enum()).cast(pl.String))


def _programme_links(rows: pl.DataFrame, event_of: pl.DataFrame) -> pl.DataFrame:
    return with_event(rows, "event_key", event_of).select(
        pl.concat_str("event_id", "programme_id", "relation", separator="|").alias("record_id"), "report_id",
        pl.concat_str("event_key", "programme_key", separator="|").alias("key"), "event_key", pl.col("relation").alias("value"),
    )  # fmt: skip


def _positions(built: Built) -> pl.DataFrame:
    """Return under which title each writing of an office that is released stands."""
    known = {(row["person_id"], row["organisation_id"], row["title"]) for row in built.positions}
    rows = [(*key, title) for key, title in built.title_stands.items() if (key[0], key[1], title) in known]
    names = ("person_id", "organisation_id", "form", "stands")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _event_links(built: Built, inputs: Inputs) -> pl.DataFrame:
    rows = [
        (f"{a}|{b}|{relation}", report, key, key.split("|")[0], relation)
        for a, b, relation, report, key in built.linked_events
    ]
    names = ("record_id", "report_id", "key", "event_key", "value")
    found = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return found.cast({"report_id": inputs.relevant.schema["report_id"]}).sort("report_id")


def _decided(built: Built, read: pl.DataFrame) -> pl.DataFrame:
    """Return evidence of people's corrections: the span on which the record rests, and who decided."""
    rests = read.drop_nulls("char_start").sort(
        "record_type", "record_id", "report_id", "char_start", "char_end", "field"
    )
    spans: dict[tuple[str, str], tuple[str, int, int]] = {}
    for table, record, report, start, end in rests.select(
        "record_type", "record_id", "report_id", "char_start", "char_end"
    ).iter_rows():
        spans.setdefault((table, record), (report, start, end))
    rows = []
    for table, record, column, entry in built.corrected:
        value = text(entry.values["value"])
        if value is not None and (table, record) in spans:
            report, start, end = spans[table, record]
            rows.append((table, record, column, value, report, start, end, f"curation:{entry.by}", 1.0))
    return pl.DataFrame(rows, schema=evidence.ROW, orient="row")
