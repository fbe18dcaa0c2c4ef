"""datapackage.json (Frictionless) and croissant.json (schema.org and Croissant 1.1), from the contract and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.publish.parquet import LICENCE, LICENCE_URL
from schemas import codelists
from schemas.arrow import ColumnInfo, columns
from schemas.release import TABLES

TITLE = "Sinergi: co-operation against terrorism and violent extremism, from public reports"
ABOUT = (
    "Actors, programmes and events of co-operation against terrorism and violent extremism, extracted from public "
    "reports in Indonesian and English; every value leads to the reports that it was read from."
)
KEYWORDS = [
    "counter-terrorism",
    "preventing violent extremism",
    "international co-operation",
    "Indonesia",
    "event data",
]
_FRICTIONLESS = {
    pl.String: "string",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
    pl.Date: "date",
}
_CROISSANT = {
    pl.String: "sc:Text",
    pl.Int64: "cr:Int64",
    pl.Float64: "cr:Float64",
    pl.Boolean: "sc:Boolean",
    pl.Date: "sc:Date",
}


def datapackage(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Frictionless descriptor."""
    return {
        "profile": "data-package",
        "name": "sinergi",
        "title": TITLE,
        "description": ABOUT,
        "version": manifest["version"],
        "created": f"{manifest['as_of']}T00:00:00Z",
        "keywords": KEYWORDS,
        "licenses": [
            {"name": LICENCE, "path": LICENCE_URL, "title": "Creative Commons Attribution 4.0 International"}
        ],
        "resources": [_resource(name, table) for name, table in manifest["tables"].items()],
    }


def _resource(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    spec = TABLES[name]
    infos = columns(spec.model)
    foreign = [info for info in infos if info.references]
    keys = [
        {
            "fields": [info.name],
            "reference": {"resource": "" if target == name else target, "fields": [field]},
        }
        for info in foreign
        for target, field in [str(info.references).split(".")]
    ]
    return {
        "name": name.replace("_", "-"),
        "path": table["path"],
        "title": name,
        "description": (spec.model.__doc__ or "").strip(),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": table["bytes"],
        "hash": f"sha256:{table['sha256']}",
        "schema": {
            "fields": [_field(info) for info in infos],
            "primaryKey": list(spec.primary_key),
            **({"foreignKeys": [_dashed(one) for one in keys]} if keys else {}),
        },
    }


def _dashed(foreign: dict[str, Any]) -> dict[str, Any]:
    reference = foreign["reference"]
    return {**foreign, "reference": {**reference, "resource": reference["resource"].replace("_", "-")}}


def _field(info: ColumnInfo) -> dict[str, Any]:
    base = info.dtype.base_type()
    kind = "array" if base is pl.List else "datetime" if base is pl.Datetime else _FRICTIONLESS[base]
    constraints: dict[str, Any] = {} if info.nullable else {"required": True}
    if info.codelist:
        constraints["enum"] = list(codelists.codes(info.codelist))
    return {
        "name": info.name,
        "type": kind,
        "title": info.title,
        "description": info.description,
        **({"constraints": constraints} if constraints else {}),
    }


def croissant(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Croissant 1.1 description."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "sinergi",
        "alternateName": TITLE,
        "description": ABOUT,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "license": LICENCE_URL,
        "version": semantic(manifest["version"]),
        "datePublished": manifest["as_of"],
        "keywords": KEYWORDS,
        "inLanguage": ["id", "en"],
        "isAccessibleForFree": True,
        "url": "index.html",
        "citeAs": f"Sinergi, release {manifest['version']} ({manifest['as_of']}), licence {LICENCE}.",
        "creator": {"@type": "sc:Organization", "name": "Sinergi maintainers"},
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{name}-file",
                "name": f"{name}.parquet",
                "description": (TABLES[name].model.__doc__ or "").strip(),
                "contentUrl": table["path"],
                "contentSize": f"{table['bytes']} B",
                "encodingFormat": "application/x-parquet",
                "sha256": table["sha256"],
            }
            for name, table in manifest["tables"].items()
        ],
        "recordSet": [_record_set(name) for name in manifest["tables"]],
    }


def semantic(version: str) -> str:
    """Return a release's version in three numbers, as Croissant asks for: 2025-01-31.2 is 2025.131.2."""
    day, number = version.rsplit(".", 1)
    year, month, date = day.split("-")
    return f"{int(year)}.{int(month)}{date}.{number}"


def _record_set(name: str) -> dict[str, Any]:
    spec = TABLES[name]
    key = [{"@id": f"{name}/{part}"} for part in spec.primary_key]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": (spec.model.__doc__ or "").strip(),
        "key": key[0] if len(key) == 1 else key,
        "field": [_croissant_field(name, info) for info in columns(spec.model)],
    }


def _croissant_field(name: str, info: ColumnInfo) -> dict[str, Any]:
    is_list = isinstance(info.dtype, pl.List)
    base = pl.String if is_list else info.dtype.base_type()
    kind = "sc:DateTime" if base is pl.Datetime else _CROISSANT[base]
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{name}/{info.name}",
        "name": info.name,
        "description": info.description,
        "dataType": kind,
        "source": {"fileObject": {"@id": f"{name}-file"}, "extract": {"column": info.name}},
    }
    if is_list:
        field |= {"isArray": True, "arrayShape": "-1"}
    if info.references:
        table, column = info.references.split(".")
        if table != name:  # readers of Croissant take a table's reference to itself for a circle
            field["references"] = {"field": {"@id": f"{table}/{column}"}}
    return field


_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
