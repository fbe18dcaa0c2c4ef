"""What privacy rules let through and what they do not."""

from __future__ import annotations

import re

import pytest

from flows.validate.privacy import PATTERNS, flagged, text_cells


@pytest.mark.parametrize(
    ("before", "after", "flag"),
    [
        ("Polisi menangkap tersangka ", " di Solo", "suspect"),
        ("the defendant, ", ", told the court", "suspect"),
        ("terpidana kasus terorisme ", " bebas", "convict"),
        ("mantan napiter ", " kini", "convict"),
        ("convicted terrorist ", " was moved", "convict"),
        ("salah satu korban bom, ", " menangis", "victim"),
        ("seorang siswa bernama ", " (14)", "minor"),
        ("kata ", " (15 tahun)", "minor"),
        ("kata ", ", berusia 16 tahun", "minor"),
        ("Ketua Lembaga Perlindungan Saksi dan Korban ", " mengatakan", None),
        ("Ketua Yayasan Korban ", " mengatakan", None),
        ("Kepala BNPT ", " (58)", None),
        ("penanganan tersangka dijelaskan Kepala BNPT ", " kemarin", None),
        ("Head of the Victim Support Unit ", " said", None),
        ("kata Direktur ", ", Senin (12/9)", None),
        ("", "", None),
    ],
)
def test_people_to_protect_are_told_from_officials(before: str, after: str, flag: str | None) -> None:
    assert flagged(before, after) == flag


@pytest.mark.parametrize(
    ("check", "text", "found"),
    [
        ("no_email", "Tulis ke humas.bnpt@example.go.id", True),
        ("no_email", "akun @bnptri", False),
        ("no_phone", "hubungi 0812-3456-7890", True),
        ("no_phone", "telepon (021) 1234", False),
        ("no_phone", "call +62 812 3456 7890", True),
        ("no_phone", "Peraturan Presiden Nomor 7 Tahun 2021", False),
        ("no_phone", "2020-2024, 10-12 September 2022", False),
        ("no_phone", "Resolution 2396 (2017)", False),
        ("no_id_number", "NIK 3171234567890001", True),
        ("no_id_number", "paspor no. B1234567", True),
        ("no_id_number", "Rp 1.000.000.000.000.000", False),
        ("no_street_address", "Jalan Melati Raya No. 12", True),
        ("no_street_address", "RT 03/RW 05", True),
        ("no_street_address", "Jalan panjang menuju perdamaian", False),
        ("no_street_address", "12 Baker Street", True),
    ],
)
def test_personal_numbers_are_found(check: str, text: str, found: bool) -> None:
    assert bool(re.search(PATTERNS[check], text)) == found


def test_addresses_digests_and_codes_are_not_read_as_words() -> None:
    cells = {(cell.table, cell.column) for cell in text_cells()}
    assert ("reports", "title") in cells and ("actors", "aliases") in cells and ("evidence", "quote") in cells
    assert not cells & {
        ("reports", "url"),
        ("reports", "text_sha256"),
        ("events", "event_id"),
        ("reports", "source_ref"),
    }
    assert ("actors", "name_id") in cells and ("events", "title_id") in cells
