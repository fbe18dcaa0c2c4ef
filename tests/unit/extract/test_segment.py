"""Zones, sentences and quotations of reports."""

from __future__ import annotations

import pytest

from flows.extract.segment import quotations, segment, sentences


def zones(text: str) -> list[tuple[str, str]]:
    return [(zone.kind, text[zone.start : zone.end]) for zone in segment(text)]


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, segment(text))]


DATELINES = [
    "JAKARTA, KOMPAS.com -",
    "Jakarta (ANTARA) -",
    "VIENNA, 12 March 2023 –",
    "Jakarta, BNPT –",
    "TEMPO.CO, Jakarta -",
    "TRIBUNNEWS.COM, JAKARTA -",
    "jpnn.com, WASHINGTON -",
    "SURYAMALANG.COM | BATU -",
    "BATU-KOMPAS.TV-",
    "Jakarta -",
    "Jakarta –",
    "REPUBLIKA.CO.ID, BANGKOK --",
    "NAIROBI, Aug. 4 (Xinhua) --",
    "Jakarta, The Gulf Observer:",
    "DJIBOUTI, 24 April 2018:",
    "Washington D.C. –",
    "28 February 2022 –",
    "Malang |",
    "Jakarta.",
    "KONTAN.CO.ID - JAKARTA.",
    "TASHKENT, March 5. /TASS/.",
    "Canberra, Oct 30 (IANS)",
    "MANADO, Indonesia -",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_datelines(dateline: str) -> None:
    text = f"# Kerja sama antiteror dibahas\n\n{dateline} Kepala BNPT membuka rapat kerja sama di kantornya."
    assert zones(text)[1:] == [
        ("dateline", dateline),
        ("body", "Kepala BNPT membuka rapat kerja sama di kantornya."),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Indonesia dan Australia - dua negara bertetangga - menandatangani nota baru.",
        "Kepala BNPT: kerja sama dengan Belanda terus berjalan.",
        "The agency's chief, Boy Rafli Amar, met his counterpart - and a minister - in Vienna.",
        "Indonesia (BNPT) Bersama mitra membuka forum.",
        "Dalam rapat, BNPT - yang menjadi tuan rumah - menjelaskan agenda.",
    ],
)
def test_no_dateline(words: str) -> None:
    assert zones(words + "\n\nKalimat kedua ada di sini.")[0] == ("body", words)


LONG_CAPTION = (
    "Kepala lembaga itu memberi keterangan seusai rapat koordinasi nasional di hotel di Jakarta Pusat, "
    "Selasa (2/8/2022), didampingi para deputi dan sejumlah perwakilan kementerian yang hadir sejak pagi"
)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("caption", LONG_CAPTION + ". (Tribunnews.com/Nama Juru)"),
        ("caption", LONG_CAPTION + " (Foto: Humas)"),
        ("caption", LONG_CAPTION + ". (dok. Humas BNPT)"),
        ("caption", LONG_CAPTION + " (ANTARA FOTO/Nama Juru/foc.)"),
        ("caption", LONG_CAPTION + ". ANTARA/Nama Juru"),
        ("caption", "Foto: Para peserta lokakarya berfoto bersama."),
        ("caption", "Photo: Delegates at the opening of the workshop."),
        ("caption", "Head of the agency (right). (ANTARA/HO-Humas BNPT)"),
        ("caption", "![para peserta](https://example.org/a.jpg)"),
        ("related", "Baca juga: Kepala BNPT terima duta besar"),
        ("related", "BACA JUGA: Kepala BNPT terima duta besar"),
        ("related", "Read also: Police tighten security in Bali"),
        ("related", "Lihat juga: Video penandatanganan"),
        ("related", "Simak juga video berikut"),
        ("related", "Artikel terkait:"),
        ("related", "SCROLL TO CONTINUE WITH CONTENT"),
        ("related", "(Baca: Dua lembaga susun indeks risiko)"),
        ("byline", "Editor: S. Haryati"),
        ("byline", "Pewarta: Redaksi"),
        ("byline", "Penulis: Nama Orang | Editor: Nama Lain"),
        ("byline", "COPYRIGHT © ANTARA 2019"),
        ("byline", "Copyright © ANTARA 2023"),
        ("byline", "Kompas.com - 25/01/2022, 14:06 WIB"),
        ("byline", "By Jane Roe"),
        ("tags", "Tags: #BNPT #UNODC"),
        ("tags", "#BNPT #deklarasi"),
        ("body", "Lihat saja hasilnya, kata dia, sebelum menilai kerja sama itu."),
        ("body", "Related agencies met in Jakarta on Tuesday."),
        ("body", "Sumber daya lembaga itu ditambah (ANTARA, BNPT, Polri)."),
        ("body", "Simak penjelasan lembaga itu, yang disampaikan dalam rapat."),
    ],
)
def test_zone_of_a_paragraph(kind: str, words: str) -> None:
    body = "Kepala lembaga itu membuka rapat koordinasi di Jakarta."
    text = f"# Judul berita\n\n{body}\n\n{words}\n\n{body}\n\n{body}\n\n{body}"
    assert (kind, words) in zones(text)


def test_links_after_a_heading_and_inside_a_paragraph() -> None:
    text = (
        "Rapat dibuka di Jakarta.\n\nBaca juga:\n\n- Marawi masih membara, warga mengungsi\n"
        "- Kemlu pastikan aman\n\n"
        "Rapat ditutup sore hari. Baca juga: Daftar negara peserta\n\nEditor: T. B."
    )
    assert zones(text) == [
        ("body", "Rapat dibuka di Jakarta."),
        ("related", "Baca juga:"),
        ("related", "- Marawi masih membara, warga mengungsi"),
        ("related", "- Kemlu pastikan aman"),
        ("body", "Rapat ditutup sore hari."),
        ("related", "Baca juga: Daftar negara peserta"),
        ("byline", "Editor: T. B."),
    ]


def test_headline_without_markdown() -> None:
    text = "BNPT dan UNODC bahas rencana kerja\nJakarta - Kepala BNPT menerima tamu. Keduanya sepakat.\n"
    assert [kind for kind, _ in zones(text)] == ["headline", "dateline", "body"]


def test_zones_cover_all_but_white_space() -> None:
    text = "# A b\n\nJakarta (ANTARA) -  Satu. Dua.\r\n\r\n  Tiga. \n\nBaca juga: x y\n"
    found = segment(text)
    ends = [0, *(zone.end for zone in found)]
    starts = [*(zone.start for zone in found), len(text)]
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))


@pytest.mark.parametrize(
    "parts",
    [
        ["Komjen Pol. Drs. Suhardi Alius, M.H. dan Dr. Ir. A. Nama, M.Si. hadir.", "Rapat lalu dimulai."],
        ["Kepala BNPT Komjen Pol. Boy Rafli, S.I.K., M.H. memimpin.", "Ia didampingi deputi."],
        ["Acara dihadiri Kepala BNPT, S.I.K., M.H.", "Dalam sambutannya ia berterima kasih."],
        ["H.E. Mr. M. Iqbal of the U.N. Office spoke.", "The U.S. delegation agreed."],
        ["Naskah No. 5 diteken a.n. Kepala BNPT.", "Surat itu berlaku dua tahun."],
        ["Hadir Polri, TNI, BIN, dll.", "Pertemuan ditutup sore hari."],
        ["Lembaga itu, d.h. Desk Antiteror, berdiri pada 2010.", "Kini ada 3.5 juta berkas."],
        ['"Kami siap. Semua siap," kata dia.', "Rapat usai."],
        ['Ia berkata, "Kami siap."', "Rapat usai."],
        ["“Apakah siap?” tanya dia.", "“Siap!”", "Rapat usai."],
        ["Nilainya Rp 2.500.000 atau 3,5 persen.", "12 orang hadir."],
        ["The talks ended at 5 p.m. on Monday.", "They resume today."],
        ["Comr. Gen. Suhardi met Lt. Gen. Smith on Oct. 5.", "He left."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    flat = [piece for part in parts for piece in part.split("\0")]
    got = split(" ".join(flat))
    if flat[0].startswith('"Kami siap. '):
        assert got == ['"Kami siap.', 'Semua siap," kata dia.', "Rapat usai."]
    else:
        assert got == flat


def test_sentences_stay_in_their_paragraph() -> None:
    text = (
        "# Judul\n\nJakarta - Satu kalimat. Dua kalimat\n\n- butir satu\n- butir dua\n\n1. nomor satu. Lagi."
    )
    found = sentences(text, segment(text))
    assert [(text[s.start : s.end], s.paragraph) for s in found] == [
        ("Judul", 0),
        ("Jakarta -", 1),
        ("Satu kalimat.", 1),
        ("Dua kalimat", 1),
        ("butir satu", 2),
        ("butir dua", 3),
        ("nomor satu.", 4),
        ("Lagi.", 4),
    ]


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    text = (
        "Badan itu menerima kunjungan delegasi dari tiga negara untuk membahas\n"
        "kerja sama pencegahan, pendanaan, dan rehabilitasi di kantornya, yang\n"
        "berada di Sentul. Rapat lalu ditutup."
    )
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ('"Kerja sama ini penting," kata dia.', ["Kerja sama ini penting,"]),
        (
            "“Kami akan terus bekerja bersama semua pihak”, ujar dia.",
            ["Kami akan terus bekerja bersama semua pihak"],
        ),
        (
            "«We will keep working with all partners here» he said.",
            ["We will keep working with all partners here"],
        ),
        ('Mereka menghadiri “The First United Nations Global Congress of Victims of Terrorism".', []),
        ('Lokakarya "Strengthening Border Security in Southeast Asia" dibuka.', []),
        ('Istilah "lone wolf" dipakai.', []),
        ('He told reporters: "We are ready.', ["We are ready."]),
    ],
)
def test_quotations(text: str, speech: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text, segment(text))] == speech


@pytest.mark.parametrize("text", ["", " \n\n ", ".", '"', "#", "# ", "-", "1.", "\n\n\n", "(", "Baca juga"])
def test_odd_texts(text: str) -> None:
    found = segment(text)
    assert sentences(text, found) is not None
    assert quotations(text, found) == []


def test_initials_behind_a_hyphen_end_no_sentence() -> None:
    text = (
        "The meeting of the India-U.S. Counterterrorism Joint Working Group was held here. It lasted a day."
    )
    assert len(split(text)) == 2
