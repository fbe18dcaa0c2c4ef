"""A small world for tests of resolve: a registry of a few records, reports written in one line each, releases on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.common import tables
from flows.common.paths import Work
from flows.resolve import stage
from schemas.release import TABLES
from schemas.stages import CLAIM_TABLES
from tests.unit.resolve import goldclaims

REGISTRY = """
- {id: bnpt, kind: organisation, name: Badan Nasional Penanggulangan Terorisme, name_en: National Counter Terrorism Agency, acronym: BNPT, country: IDN, category: security, parent: presiden}
- {id: presiden, kind: organisation, name: Presiden Republik Indonesia, country: IDN, category: government}
- {id: unoct, kind: organisation, name: United Nations Office of Counter-Terrorism, acronym: UNOCT, category: un_entity}
- {id: ppatk, kind: organisation, name: Pusat Pelaporan dan Analisis Transaksi Keuangan, acronym: PPATK, country: IDN, category: government}
- {id: dfat, kind: organisation, name: Department of Foreign Affairs and Trade, acronym: DFAT, country: AUS, category: government}
- {id: bin-idn, kind: organisation, name: Badan Intelijen Negara, acronym: BIN, ambiguous: [BIN], context: [intelijen, intelligence], country: IDN, category: security}
- {id: bin-waste, kind: organisation, name: Bureau of Industrial Normalisation, acronym: BIN, ambiguous: [BIN], context: [normalisation, standards], country: USA, category: other}
- {id: boy-rafli-amar, kind: person, name: Boy Rafli Amar, aliases: [Boy Rafli], country: IDN, positions: [{organisation: bnpt, title: Kepala BNPT, from: 2020-05-06, to: 2023-04-03}]}
"""
COUNTRIES = """
- {id: idn, alpha3: IDN, name: Indonesia, capital: Jakarta}
- {id: aus, alpha3: AUS, name: Australia, capital: Canberra}
- {id: usa, alpha3: USA, name: United States, name_id: Amerika Serikat, capital: Washington}
"""
PROGRAMMES = """
- {id: bali-work-plan, kind: plan, name: Bali Work Plan 2019-2025, aliases: [Bali Work Plan], start_date: "2019", end_date: "2025", actors: [{actor: dfat, role: partner}]}
"""


@dataclass(slots=True)
class Said:
    """One happening as one report tells it."""

    type: str = "meeting"
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    status: str = "occurred"
    parts: tuple[str, ...] = ("BNPT", "UNOCT")
    place: str | None = "Jakarta"
    country: str | None = "IDN"
    programmes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    occasion: str | None = None
    instrument: str | None = None
    series: int | None = None
    part_of: str | None = None


@dataclass(slots=True)
class Report:
    """One report: when it came out and what it tells."""

    id: str
    published: date | None
    said: list[Said] = field(default_factory=list)
    lang: str = "en"
    persons: tuple[str, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()
    syndication: str = ""
    relevant: bool = True
    text: str = ""


def raw(folder: Path) -> Path:
    """Write the small registry below `folder`."""
    (folder / "registries/actors").mkdir(parents=True)
    (folder / "registries/programmes").mkdir()
    (folder / "curation").mkdir()
    (folder / "registries/actors/all.yml").write_text(REGISTRY, encoding="utf-8")
    (folder / "registries/countries.yml").write_text(COUNTRIES, encoding="utf-8")
    (folder / "registries/programmes/all.yml").write_text(PROGRAMMES, encoding="utf-8")
    return folder


def rows(reports: Iterable[Report]) -> goldclaims.Rows:
    """Return documents and claims of `reports`."""
    made: goldclaims.Rows = {name: [] for name in ("documents", *CLAIM_TABLES)}
    for one in reports:
        names = sorted({name for said in one.said for name in said.parts} | set(one.persons))
        keys = {name: f"a{n}" for n, name in enumerate(names, 1)}
        programmes = sorted({name for said in one.said for name in said.programmes})
        text = one.text or f"Report {one.id}. {', '.join(names)}. {', '.join(programmes)}"
        made["documents"].append(
            goldclaims.document(
                one.id, text, one.lang, one.published, "outlet", one.relevant, one.syndication
            )
        )
        made["readings"].append(
            {"report_id": one.id, "published_at": one.published, "is_relevant": one.relevant, "seconds": 0.0}
        )
        for name in names:
            kind = (
                "person"
                if name in one.persons
                else "country"
                if name in {"Indonesia", "Australia", "United States"}
                else "organisation"
            )
            made["claims_actors"].append(
                {"report_id": one.id, "key": keys[name], "kind": kind, "name": name, "aliases": [], "registry_id": None, "country": None,
                 "category": None, "confidence": 0.8}
            )  # fmt: skip
        for name, title in one.offices:
            made["claims_offices"].append(
                {
                    "report_id": one.id,
                    "actor_key": keys[name],
                    "title": title,
                    "organisation_key": None,
                    "former": False,
                    "char_start": 0,
                    "char_end": 6,
                }
            )
        for n, name in enumerate(programmes, 1):
            made["claims_programmes"].append(
                {"report_id": one.id, "key": f"p{n}", "kind": "plan", "name": name, "aliases": [], "registry_id": None, "start_date": None,
                 "end_date": None, "confidence": 0.8}
            )  # fmt: skip
        for n, said in enumerate(one.said, 1):
            _said(made, one.id, f"e{n}", said, keys, programmes)
    return made


def _said(
    made: goldclaims.Rows, report: str, key: str, said: Said, keys: dict[str, str], programmes: list[str]
) -> None:
    end = said.end or said.start
    precision = said.precision or ("day" if said.start else "unknown")
    made["claims_events"].append(
        {"report_id": report, "key": key, "event_type": said.type, "also": list(said.also), "status": said.status, "date_start": said.start,
         "date_end": end, "date_precision": precision, "date_basis": "none" if precision == "unknown" else "stated", "place_name": said.place,
         "place_precision": "city" if said.place else None, "country": said.country, "latitude": None, "longitude": None, "is_online": False,
         "themes": ["prevention"], "part_of": said.part_of, "occasion": said.occasion, "instrument": said.instrument,
         "series_number": said.series, "confidence": 0.8}
    )  # fmt: skip
    made["claims_proofs"].append(
        {"report_id": report, "record_type": "events", "key": key, "field": "event_type", "value": said.type, "char_start": 0, "char_end": 6,
         "method": "made", "confidence": 0.8}
    )  # fmt: skip
    for name in said.parts:
        made["claims_participants"].append(
            {
                "report_id": report,
                "event_key": key,
                "actor_key": keys[name],
                "role": "participant",
                "position_title": None,
                "on_behalf_of": None,
            }
        )
    for name in said.programmes:
        made["claims_event_programmes"].append(
            {
                "report_id": report,
                "event_key": key,
                "programme_key": f"p{programmes.index(name) + 1}",
                "relation": "about",
            }
        )


@dataclass(slots=True)
class Released:
    """A release on disk, and its tables."""

    folder: Path
    tables: dict[str, pl.DataFrame]

    def event_of(self, report: str) -> str:
        """Return the only event of a report."""
        found = self.tables["event_history"].filter(pl.col("report_id") == report)["event_id"].to_list()
        assert len(found) == 1, (report, found)
        return str(found[0])

    def row(self, table: str, key: str) -> dict[str, Any]:
        """Return one row by its first key column."""
        return self.tables[table].filter(pl.col(TABLES[table].primary_key[0]) == key).row(0, named=True)


def release(
    folder: Path,
    reports: Iterable[Report],
    raw_folder: Path,
    previous: Released | None,
    version: str,
    as_of: date = date(2024, 6, 1),
) -> Released:
    """Resolve `reports` into the release `version` below `folder`."""
    work = goldclaims.write(rows(reports), folder / version / "work")
    return released(folder, work, raw_folder, previous, version, as_of)


def released(
    folder: Path, work: Work, raw_folder: Path, previous: Released | None, version: str, as_of: date
) -> Released:
    """Run resolve and lay its tables out as a release."""
    stage.resolve(work, raw_folder, previous.folder if previous else None, version, as_of)
    data = folder / version / "data"
    shutil.copytree(work.resolve, data)
    return Released(
        data.parent,
        {
            name: tables.read(data / f"{name}.parquet", spec.model)
            for name, spec in TABLES.items()
            if name != "changes"
        },
    )
