"""The source registry: one file per publisher, closed kinds, addresses with one owner, terms always stated."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

SOURCES = Path(__file__).resolve().parents[3] / "raw" / "sources"
FILES = sorted(SOURCES.glob("*.yml"))
RECORDS = [(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in FILES]

KEYS = {
    "id", "name", "publisher_aliases", "domain", "domains", "kind", "country", "language", "feeds", "sitemaps",
    "robots", "crawl_delay_seconds", "licence", "quote_allowed", "dateline_patterns", "status", "notes",
}  # fmt: skip
KINDS = {"newspaper", "wire", "broadcaster", "online", "press_office", "igo", "ngo"}
OPEN_LICENCES = ("CC BY", "CC0", "Public domain", "OGL")
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}(/[a-z0-9/_-]+)?")


def bare(host):
    return host.removeprefix("www.")


def test_registry_is_large_enough():
    assert len(RECORDS) >= 28
    assert sum(bool(record["feeds"] or record["sitemaps"]) for _, record in RECORDS) >= 25


@pytest.mark.parametrize(("path", "record"), RECORDS, ids=[path.stem for path in FILES])
def test_record(path, record):
    assert record["id"] == path.stem
    assert set(record) - {"whole_article"} == KEYS
    assert re.fullmatch(r"[a-z]+=[a-z0-9]+", record.get("whole_article", "page=all"))
    assert record["kind"] in KINDS
    assert re.fullmatch(r"[A-Z]{3}", record["country"])
    assert record["language"] in {"id", "en"}
    assert record["robots"] == "respect"
    assert record["crawl_delay_seconds"] >= 1
    assert record["status"] in {"active", "dormant"}
    assert isinstance(record["quote_allowed"], bool)
    if record["quote_allowed"]:
        assert record["licence"] and record["licence"].startswith(OPEN_LICENCES)
    for pattern in record["dateline_patterns"]:
        assert pattern == pattern.strip() and len(pattern) > 3


@pytest.mark.parametrize(("path", "record"), RECORDS, ids=[path.stem for path in FILES])
def test_addresses(path, record):
    assert record["domain"] in record["domains"]
    for domain in record["domains"]:
        assert HOST.fullmatch(domain), domain
        assert not domain.startswith("www."), domain
    hosts = {domain.split("/")[0] for domain in record["domains"]}
    for url in record["feeds"] + record["sitemaps"]:
        parts = urlsplit(url)
        assert parts.scheme == "https", url
        host = bare(parts.hostname)
        assert any(host == known or host.endswith("." + known) for known in hosts), url


def test_domains_are_unique():
    counts = Counter(domain for _, record in RECORDS for domain in record["domains"])
    assert [domain for domain, count in counts.items() if count > 1] == []


def test_names_and_aliases_are_unique():
    counts = Counter()
    for _, record in RECORDS:
        counts.update({form.casefold() for form in (record["name"], *record["publisher_aliases"])})
    assert [form for form, count in counts.items() if count > 1] == []


def test_both_languages_and_every_kind_occur():
    assert {record["language"] for _, record in RECORDS} == {"id", "en"}
    assert {record["kind"] for _, record in RECORDS} == KINDS
