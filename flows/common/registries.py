"""The registries people keep under `raw/registries`: actors, countries, programmes and places as plain records.

A missing file or folder is an empty registry.  A bad record stops the reading with one line that names
the file, the record and what is wrong with it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ACTOR_KINDS = ("organisation", "person", "country")
PROGRAMME_KINDS = ("programme", "project", "plan", "strategy", "framework", "agreement", "law", "campaign")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RegistryError(ValueError):
    """A record of a registry that cannot be used: file, record, fault."""


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """An office a person held: organisation id, title, and the known span in ISO dates."""

    organisation: str
    title: str
    title_en: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An organisation or person (a country has its own record) with every name it goes by."""

    id: str
    kind: str
    name: str
    name_id: str | None = None
    name_en: str | None = None
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    category: str | None = None
    country: str | None = None
    parent: str | None = None
    wikidata_id: str | None = None
    iati_identifier: str | None = None
    iati_organisation_type: str | None = None
    plover_sector: str | None = None
    context: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    positions: tuple[PositionRecord, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every form, the canonical one first, each once."""
        return _forms(self.name, self.name_id, self.name_en, self.acronym, *self.aliases)


@dataclass(frozen=True, slots=True)
class CountryRecord:
    """A country as place and as actor."""

    id: str
    alpha3: str
    name: str
    name_id: str | None = None
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str | None = None
    capital_id: str | None = None
    capital_aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every form of the country's own name, without demonyms."""
        return _forms(self.name, self.name_id, *self.aliases)


@dataclass(frozen=True, slots=True)
class ProgrammeActor:
    """An actor's id and its role in a programme."""

    actor: str
    role: str


@dataclass(frozen=True, slots=True)
class ProgrammeRecord:
    """A named programme, project, plan, strategy, framework, agreement, law or campaign."""

    id: str
    kind: str
    name: str
    name_id: str | None = None
    name_en: str | None = None
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    status: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    period_precision: str | None = None
    parent: str | None = None
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    actors: tuple[ProgrammeActor, ...] = ()
    url: str | None = None
    wikidata_id: str | None = None
    iati_identifier: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every form, the canonical one first, each once."""
        return _forms(self.name, self.name_id, self.name_en, self.acronym, *self.aliases)


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place below the country: region, city or venue."""

    place_id: str
    name: str
    name_id: str | None = None
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = "city"
    country: str | None = None
    parent_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every form, the canonical one first, each once."""
        return _forms(self.name, self.name_id, self.name_en, *self.aliases)


@dataclass(frozen=True)
class Registries:
    """All registries, each by id, in the order of the files."""

    actors: Mapping[str, ActorRecord] = field(default_factory=dict)
    countries: Mapping[str, CountryRecord] = field(default_factory=dict)
    programmes: Mapping[str, ProgrammeRecord] = field(default_factory=dict)
    places: Mapping[str, PlaceRecord] = field(default_factory=dict)
    ambiguous_places: frozenset[str] = frozenset()

    def country_of(self, alpha3: str | None) -> CountryRecord | None:
        """The country with this ISO 3166-1 alpha-3 code."""
        if alpha3 is None:
            return None
        return next((c for c in self.countries.values() if c.alpha3 == alpha3), None)


def load_registries(root: Path) -> Registries:
    """Read every registry below `root`; read again only when a file has changed."""
    root = Path(root).resolve()
    return _load(root, _fingerprint(root))


def _fingerprint(root: Path) -> tuple[tuple[str, int, int], ...]:
    files = (p for p in sorted(root.rglob("*")) if p.is_file()) if root.is_dir() else ()
    return tuple((str(p), (s := p.stat()).st_mtime_ns, s.st_size) for p in files)


@lru_cache(maxsize=4)
def _load(root: Path, _fingerprint: tuple[tuple[str, int, int], ...]) -> Registries:
    actors: dict[str, ActorRecord] = {}
    for path, record in _records(root / "actors"):
        _add(actors, _actor(path, record), path)
    countries: dict[str, CountryRecord] = {}
    for path, record in _records(root / "countries.yml"):
        _add(countries, _country(path, record), path)
    programmes: dict[str, ProgrammeRecord] = {}
    for path, record in _records(root / "programmes"):
        _add(programmes, _programme(path, record), path)
    places, ambiguous = _places(root / "places")
    return Registries(actors, countries, programmes, places, ambiguous)


def _add(table: dict[str, Any], record: Any, path: Path) -> None:
    if record.id in table:
        raise RegistryError(f"{path}: {record.id}: this id is given twice; keep one record or rename one")
    table[record.id] = record


def _records(where: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each record of a YAML file, or of every YAML file of a folder: a list, or one record."""
    paths = [where] if where.is_file() else sorted((*where.glob("*.yml"), *where.glob("*.yaml")))
    for path in paths:
        try:
            loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise RegistryError(f"{path}: not readable as YAML: {' '.join(str(error).split())}") from None
        for record in [loaded] if isinstance(loaded, dict) else loaded or []:
            if not isinstance(record, dict):
                raise RegistryError(f"{path}: {record!r}: a record must be a mapping with id and name")
            yield path, record


def _actor(path: Path, record: dict[str, Any]) -> ActorRecord:
    read = _Fields(path, record)
    return ActorRecord(
        id=read.required("id"),
        kind=read.one_of("kind", ACTOR_KINDS),
        name=read.required("name"),
        name_id=read.text("name_id"),
        name_en=read.text("name_en"),
        acronym=read.text("acronym"),
        aliases=read.texts("aliases"),
        category=read.text("category"),
        country=read.text("country"),
        parent=read.text("parent"),
        wikidata_id=read.text("wikidata_id"),
        iati_identifier=read.text("iati_identifier"),
        iati_organisation_type=read.text("iati_organisation_type"),
        plover_sector=read.text("plover_sector"),
        context=read.texts("context"),
        ambiguous=read.ambiguous(),
        positions=tuple(_position(path, read, p) for p in read.mappings("positions")),
    )


def _position(path: Path, owner: _Fields, record: dict[str, Any]) -> PositionRecord:
    read = _Fields(path, {"id": f"{owner.label}, position", **record})
    return PositionRecord(
        organisation=read.required("organisation"),
        title=read.required("title"),
        title_en=read.text("title_en"),
        start=read.text("from"),
        end=read.text("to"),
    )


def _country(path: Path, record: dict[str, Any]) -> CountryRecord:
    read = _Fields(path, record)
    return CountryRecord(
        id=read.required("id"),
        alpha3=read.required("alpha3"),
        name=read.required("name"),
        name_id=read.text("name_id"),
        aliases=read.texts("aliases"),
        ambiguous=read.ambiguous(),
        demonyms=read.texts("demonyms"),
        capital=read.text("capital"),
        capital_id=read.text("capital_id"),
        capital_aliases=read.texts("capital_aliases"),
        latitude=read.number("latitude"),
        longitude=read.number("longitude"),
        region=read.text("region"),
    )


def _programme(path: Path, record: dict[str, Any]) -> ProgrammeRecord:
    read = _Fields(path, record)
    return ProgrammeRecord(
        id=read.required("id"),
        kind=read.one_of("kind", PROGRAMME_KINDS),
        name=read.required("name"),
        name_id=read.text("name_id"),
        name_en=read.text("name_en"),
        acronym=read.text("acronym"),
        aliases=read.texts("aliases"),
        ambiguous=read.ambiguous(),
        context=read.texts("context"),
        status=read.text("status"),
        start_date=read.text("start_date"),
        end_date=read.text("end_date"),
        period_precision=read.text("period_precision"),
        parent=read.text("parent"),
        countries=read.texts("countries"),
        themes=read.texts("themes"),
        actors=tuple(
            ProgrammeActor(link.required("actor"), link.required("role"))
            for link in (_Fields(path, {"id": f"{read.label}, actor", **a}) for a in read.mappings("actors"))
        ),
        url=read.text("url"),
        wikidata_id=read.text("wikidata_id"),
        iati_identifier=read.text("iati_identifier"),
    )


def _places(folder: Path) -> tuple[dict[str, PlaceRecord], frozenset[str]]:
    places: dict[str, PlaceRecord] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                read = _Fields(path, {k: v for k, v in row.items() if isinstance(k, str)}, key="place_id")
                record = PlaceRecord(
                    place_id=read.required("place_id"),
                    name=read.required("name"),
                    name_id=read.text("name_id"),
                    name_en=read.text("name_en"),
                    aliases=tuple(a.strip() for a in (row.get("aliases") or "").split("|") if a.strip()),
                    kind=read.text("kind") or "city",
                    country=read.text("country"),
                    parent_id=read.text("parent_id"),
                    latitude=read.number("latitude"),
                    longitude=read.number("longitude"),
                )
                if record.place_id in places:
                    raise RegistryError(f"{path}: {record.place_id}: this place_id is given twice")
                places[record.place_id] = record
    listed = folder / "ambiguous.txt"
    lines_ = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    names = (line.split("#", 1)[0].strip() for line in lines_)
    return places, frozenset(name for name in names if name)


class _Fields:
    """One record's values, read with the checks that name file and record."""

    def __init__(self, path: Path, record: dict[str, Any], key: str = "id") -> None:
        self._path = path
        self._record = record
        self.label = str(record.get(key) or record.get("name") or "record without id")

    def fault(self, what: str) -> RegistryError:
        return RegistryError(f"{self._path}: {self.label}: {what}")

    def text(self, key: str) -> str | None:
        value = self._record.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, bool):
            # a bare NO or ON in YAML is a truth value
            raise self.fault(f"{key} is read as a truth value; put it in quotes")
        if isinstance(value, (str, int, float)):
            return str(value).strip() or None
        raise self.fault(f"{key} must be one text, not {type(value).__name__}")

    def required(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self.fault(f"{key} is missing")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.required(key)
        if value not in allowed:
            raise self.fault(f"{key} is {value!r}; it must be one of {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._record.get(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list):
            raise self.fault(f"{key} must be a list of texts, not {type(value).__name__}")
        if any(isinstance(item, (bool, dict, list)) for item in items):
            raise self.fault(f"{key} must hold texts only; put every item in quotes")
        return tuple(str(item).strip() for item in items if item is not None and str(item).strip())

    def ambiguous(self) -> tuple[str, ...]:
        """The forms that need context; `true` means all of the record's forms."""
        value = self._record.get("ambiguous")
        if isinstance(value, bool):
            names = (self.text(k) for k in ("name", "name_id", "name_en", "acronym"))
            return _forms(*names, *self.texts("aliases")) if value else ()
        return self.texts("ambiguous")

    def number(self, key: str) -> float | None:
        value = self._record.get(key)
        if value is None or value == "":
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            raise self.fault(f"{key} is {value!r}, not a number") from None

    def mappings(self, key: str) -> list[dict[str, Any]]:
        value = self._record.get(key) or []
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            raise self.fault(f"{key} must be a list of mappings")
        return value


def _forms(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
