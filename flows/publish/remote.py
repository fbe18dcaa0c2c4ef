"""A release that lies elsewhere, answered in DuckDB SQL: Polars reads what a query needs, by range requests or from S3."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import duckdb
import polars as pl

from flows.common.storage import filesystem
from flows.publish import views
from flows.publish.files import PublishError


def is_remote(where: str) -> bool:
    """True where `where` is an address and not a folder."""
    return urlsplit(where).scheme in {"http", "https", "s3"}


def open_remote(address: str) -> duckdb.DuckDBPyConnection:
    """Return a connection with the tables and ready views of the release at `address`.

    `address` is the release's folder, or the folder of releases (then its latest.json says which).
    """
    base = address.rstrip("/")
    if _read(f"{base}/manifest.json") is None:
        pointer = _read(f"{base}/latest.json")
        if pointer is None:
            raise PublishError(
                f"{address}: neither a release nor a folder of releases; give the folder that holds latest.json"
            )
        base = f"{base}/{json.loads(pointer)['version']}"
    manifest = json.loads(_read(f"{base}/manifest.json") or b"{}")
    if "tables" not in manifest:
        raise PublishError(f"{base}/manifest.json: not a release's manifest")
    con = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for name, table in manifest["tables"].items():
        con.register(name, pl.scan_parquet(f"{base}/{table['path']}", storage_options=_options(base)))
    told = (manifest["version"], manifest["as_of"], manifest["schema_version"], manifest["previous"])
    for statement in (*views.release_view(*told), *views.create_views()):
        if not statement.startswith("COMMENT"):
            con.execute(statement.replace("CREATE OR REPLACE VIEW", "CREATE OR REPLACE TEMP VIEW", 1))
    return con


def _options(base: str) -> dict[str, str] | None:
    """Return what Polars needs for a server of one's own; keys come from the environment."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    if not base.startswith("s3://") or not endpoint:
        return None
    return {"aws_endpoint_url": endpoint, "aws_allow_http": "true"}


def _read(url: str) -> bytes | None:
    """Return a small file, or None where there is none."""
    if url.startswith("s3://"):
        place, name = filesystem(url)
        try:
            with place.open_input_stream(name) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"{url}: {' '.join(str(error).split())[:200]}") from error
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            content: Any = answer.read()
            return bytes(content)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise PublishError(f"{url}: the server says {error.code}") from error
    except OSError as error:
        raise PublishError(f"{url}: not reachable ({error})") from error
