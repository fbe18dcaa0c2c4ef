"""Own-worded sentences with slots: the genre's way of naming people, which the open corpora lack.

The corpora are general Indonesian news and encyclopaedia text.  These patterns add official English and
co-operation news: titles, ranks, degrees, lists of attendants and reporting verbs around names, and
organisations, places and occasions in capitals that are not persons.
"""

from __future__ import annotations

import random
from collections.abc import Sequence


def _list(words: str) -> list[str]:
    return words.split(",")


ENGLISH = (
    "{org} chief {per} said the talks covered threat assessments .",
    "{org} head {per} , who led the {dem} team , met {per} in {loc} .",
    "Foreign Minister {per} welcomed {cty} Ambassador {per} to {loc} on {day} .",
    "{dem} Foreign Minister {per} and {dem} Attorney-General {per} signed the document .",
    "{dem} Deputy Prime Minister {per} opened the {occ} in {loc} .",
    "Under-Secretary-General {per} of the {eorg} addressed the {occ} .",
    "The {eorg} is headed by {per} .",
    "Mr {last} told reporters that the {eorg} would help .",
    "Ms. {last} thanked the Government of {cty} for its support .",
    "H.E. Mr. {per} , Ambassador of {cty} to {cty} , handed over the equipment .",
    "Ambassador {per} and Director {per} attended the ceremony .",
    "{per} , director of the {eorg} , said on {day} .",
    "{per} , {org} 's deputy for international cooperation , explained .",
    "{last} said the {occ} would be held again next year .",
    "According to {last} , {cty} and {cty} agreed to share information .",
    '" We need each other , " {last} said in {loc} .',
    '" This is a new step , " said {per} , who chairs the {eorg} .',
    "Police General {per} received {dem} Police Commissioner {per} at the {eorg} .",
    "Lieutenant General Sir {per} visited the {eorg} .",
    "{eorg} and {eorg} launched the {prog} in {loc} .",
    "The {prog} was adopted at the {occ} .",
    "The {occ} was held at the {hotel} , {loc} , {cty} .",
    "Officials from the {eorg} ( {org} ) , the {eorg} and the {eorg} took part .",
    "{cty} , {cty} and {cty} pledged to promote tolerance .",
    "Speakers included {per} , {per} and {per} .",
    "Secretary-General {per} sent a video message to the {occ} .",
    "President {per} first floated the idea at the {eorg} .",
    "UNODC Regional Representative {per} said {cty} had made progress .",
    "Dr. {per} from {uni} presented the findings .",
    "Special Envoy {per} held talks with National Security Adviser {per} .",
    "The delegation was led by {per} , the agency 's secretary , and {per} .",
    "Brigadier General {per} replaced {per} as commander of {org} .",
    "{loc} ( ANTARA ) - {eorg} ( {org} ) held a meeting on {day} .",
    "{last} added that the {prog} would run until 2025 .",
    "{last} and {last} also discussed the {prog} .",
    "In his remarks , Assistant Secretary {per} praised {cty} .",
    "The event was opened by Datuk {per} and Dato' {per} .",
    "US coordinator for counterterrorism {per} and {org} 's {per} looked on .",
)
INDONESIAN = (
    "Kepala {org} Komjen Pol. {per} menerima Duta Besar {cty} {per} di {loc} , {hari} .",
    "Kepala {org} , Komjen Pol. Drs. {per} , M.H. , membuka acara itu .",
    "Menteri Luar Negeri {cty} {per} bertemu Menlu {per} di {loc} .",
    "Menteri Luar Negeri {per} menyambut kunjungan {per} .",
    "Deputi Bidang Kerja Sama Internasional {org} {per} mengatakan hal itu di {loc} .",
    "Deputi Bidang Penindakan dan Pembinaan Kemampuan {org} Irjen Pol. {per} turut hadir .",
    "{last} menambahkan bahwa {org} akan terus bekerja sama dengan {org} .",
    '" Kami siap membantu , " kata {last} , {hari} .',
    '" Ini langkah penting , " ujar {per} dalam keterangan tertulis .',
    "Menurut {last} , {cty} dan {cty} sepakat memperkuat kerja sama .",
    "Ketua {iorg} ( {org} ) {per} dan Wakil Ketua {org} {per} hadir di {loc} .",
    "Direktur Kerja Sama Bilateral {org} , Brigjen Pol. {per} , S.I.K. , memimpin rapat .",
    "Hadir dalam kegiatan itu {per} , {per} , dan {per} .",
    "Hadir pula Sestama {org} Marsda TNI Dr. {per} , S.T. , M.M. , serta Mayjen TNI {per} .",
    "Turut mendampingi Kombes Pol. {per} , AKBP {per} , dan Kolonel {per} .",
    "Dubes {cty} untuk Indonesia {per} mengapresiasi {org} .",
    "Duta Besar RI untuk {cty} {per} menyaksikan penandatanganan itu .",
    "Wakil Sekretaris Jenderal PBB {per} memuji {cty} .",
    "Direktur Eksekutif {eorg} ( {org} ) {per} menyampaikan apresiasi .",
    "Menko Polhukam {per} dan Kapolri Jenderal Pol {per} membuka {occ} .",
    "{org} dan {eorg} menggelar {occ} di {hotel} , {loc} , {hari} .",
    "Kegiatan {prog} dilaksanakan di {loc} bersama {iorg} .",
    "{iorg} menandatangani nota kesepahaman dengan {iorg} di {loc} .",
    "{last} berharap {prog} dapat berjalan baik .",
    "Dari pihak {cty} hadir {per} , Deputy National Coordinator for Counterterrorism and Security .",
    "Ambassador {per} dari {cty} bertemu {last} di {iorg} .",
    "{loc} - {iorg} ( {org} ) menerima kunjungan {iorg} , {hari} .",
    "Gubernur {loc} {per} menyerahkan bantuan kepada warga .",
    "Rektor {uni} Prof. Dr. {per} , M.Si. membuka kuliah umum .",
    "Presiden {per} melantik {per} sebagai Kepala {org} di Istana Negara .",
    "Wakil Menteri {cty} Dato Paduka {given} bin Haji {given} hadir di {loc} .",
    "Anggota Komisi III DPR RI {per} menyebut {last} orang yang berpengalaman .",
    "Sementara itu , {per} dari {eorg} menilai {cty} berhasil .",
    "{last} sendiri mengaku senang , lanjut {last} .",
    "Perwakilan {eorg} , {per} , mengatakan {prog} segera dimulai .",
)
_TOPICS = _list(
    "Counter-Terrorism,Foreign Affairs,Drugs and Crime,National Security,Strategic Studies,Home Affairs,"
    "Criminal Justice,Law Enforcement Cooperation,Financial Intelligence,Violent Extremism,Peace and Security,"
    "Defence Studies,Justice,Border Protection,Threat Analysis,Preventive Diplomacy,Human Rights,"
    "International Cooperation,Religious Affairs,Cyber Security,Countering Violent Extremism,Terrorism Financing"
)
_ENGLISH_ORGS = _list(
    "Office of {t},Ministry of {t},Department of {t},National {t} Agency,Institute for {t},Centre for {t},"
    "Regional Centre for {t},{t} Committee,{t} Bureau,Royal College of {t},Australian {t} Unit,"
    "Bureau of {t},{t} Directorate,Global {t} Forum,European Union Agency for {t},Federal {t} Service"
)
_ITOPICS = _list(
    "Luar Negeri,Dalam Negeri,Penanggulangan Terorisme,Hukum dan HAM,Pertahanan,Agama,Sosial,"
    "Pemasyarakatan,Perlindungan Saksi dan Korban,Keamanan Laut,Intelijen Negara,Siber dan Sandi Negara,"
    "Kerja Sama Bilateral,Pencegahan,Penegakan Hukum,Pemuda dan Olahraga,Ekonomi Kreatif,Informasi Publik"
)
_INDONESIAN_ORGS = _list(
    "Badan {t},Kementerian {t},Lembaga {t},Direktorat {t},Badan Nasional {t},Direktorat Jenderal {t},"
    "Kantor {t},Dewan {t},Komisi {t},Forum Koordinasi {t},Satuan Tugas {t},Pusat {t}"
)
_OCCASIONS = _list(
    "Regional Meeting on {t},Global Congress on {t},International Conference on {t},{t} Summit,"
    "Workshop on {t},Joint Working Group on {t},Forum Group Discussion {i},Rapat Koordinasi Nasional {i},"
    "Konsultasi Bilateral {i},Pertemuan Tingkat Menteri {i},Bilateral Dialogue on {t}"
)
_PROGRAMMES = _list(
    "Plan of Action on {t},National Action Plan on {t},Global Programme on {t},Regional Strategy for {t},"
    "Rencana Aksi Nasional {i},Program {i},Global {t} Strategy,Nota Kesepahaman {i},Convention on {t},"
    "Memorandum of Understanding on {t},Bali Work Plan,Tashkent Declaration"
)
_ACRONYMS = _list(
    "BNPT,UNOCT,UNODC,LPSK,PPATK,AFP,FBI,OSCE,UNDP,DFAT,JCLEC,Polri,Densus 88,Kemlu,BIN,TNI,INTERPOL,ASEAN,SCO,"
    "UNRCCA,AUSTRAC,SEARCCT,NCTV,Lemhannas,Kemenag,BSSN,EUROPOL,GCTF,NATO,CUTA"
)
_COUNTRIES = _list(
    "Indonesia,Australia,Malaysia,Filipina,Philippines,Japan,Jepang,Inggris,Belanda,Uzbekistan,Kazakhstan,Rusia,"
    "Turkey,Qatar,Singapore,Thailand,Prancis,Germany,Amerika Serikat,United States,United Kingdom,Selandia Baru,"
    "Saudi Arabia,Arab Saudi,Brunei Darussalam,Timor-Leste,Iraq,Pakistan,Sri Lanka,New Zealand,Maroko,Spain"
)
_DEMONYMS = _list(
    "Indonesian,Australian,British,Dutch,Uzbek,Russian,Malaysian,Philippine,Japanese,French,German,US,UK,Thai,Turkish"
)
_CITIES = _list(
    "Jakarta,Bangkok,Manila,Kuala Lumpur,New York,Wina,Vienna,Canberra,Sydney,Tashkent,Bogor,Nusa Dua,Surabaya,"
    "Jakarta Pusat,Jakarta Selatan,Sentul,Den Haag,Brussels,Semarang,Makassar,Ashgabat,Doha,Geneva,Jawa Barat,Poso,Palu"
)
_HOTELS = _list("Hotel Borobudur,Hotel Aryaduta,Hotel Mulia,Grand Hyatt Hotel,Gedung Nusantara,Istana Negara")
_UNIS = _list(
    "Universitas Indonesia,Universitas Gadjah Mada,Monash University,University of Leeds,UIN Jakarta"
)
_DAYS = _list("Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday")
_HARI = _list("Senin,Selasa,Rabu,Kamis,Jumat,Sabtu,Minggu")
_LABELS = {
    "org": "ORG",
    "eorg": "ORG",
    "iorg": "ORG",
    "uni": "ORG",
    "per": "PER",
    "last": "PER",
    "cty": "LOC",
    "loc": "LOC",
    "hotel": "LOC",
}


def sentences(names: Sequence[str], given: Sequence[str], count: int) -> list[list[tuple[str, str]]]:
    """`count` filled patterns as (word, label) lists; the same for the same arguments."""
    choose = random.Random(20)
    fill = {
        "org": _ACRONYMS,
        "eorg": [form.format(t=topic) for form in _ENGLISH_ORGS for topic in _TOPICS],
        "iorg": [form.format(t=topic) for form in _INDONESIAN_ORGS for topic in _ITOPICS],
        "occ": [
            form.format(t=t, i=i) for form in _OCCASIONS for t, i in zip(_TOPICS, _ITOPICS, strict=False)
        ],
        "prog": [
            form.format(t=t, i=i) for form in _PROGRAMMES for t, i in zip(_TOPICS, _ITOPICS, strict=False)
        ],
        "cty": _COUNTRIES,
        "dem": _DEMONYMS,
        "loc": _CITIES,
        "hotel": _HOTELS,
        "uni": _UNIS,
        "day": _DAYS,
        "hari": _HARI,
        "per": list(names),
        "last": [name.split()[0] if i % 2 else name.split()[-1] for i, name in enumerate(names)],
        "given": [name.title() for name in given],
    }
    patterns = (*ENGLISH, *INDONESIAN)
    made: list[list[tuple[str, str]]] = []
    for i in range(count):
        row: list[tuple[str, str]] = []
        for piece in patterns[i % len(patterns)].split():
            if not piece.startswith("{"):
                row.append((piece, "O"))
                continue
            slot = piece[1:-1]
            label = "PER" if slot == "given" else _LABELS.get(slot)
            for j, word in enumerate(choose.choice(fill[slot]).split()):
                row.append((word, "O" if label is None else ("I-" if j else "B-") + label))
        made.append(row)
    return made
