"""Acronyms that no registry holds and no long form explains, where the words around show an organisation."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.words import CALENDAR, DEGREE, HONORIFIC, NOT_NAME, OFFICE, RANK, TITLE, bag

_NO_ORGANISATION = bag(
    "MOU PKS LOI FTF FTFS JWG FGD PVE CVE CTF CT TPPU TPPT WNI WNA HAM KTT RAN IED ISIS ISIL JAD JI MIT NII HTI JAT "
    "COVID WIB WITA WIT UU UUD HUT SDM IT AI NKRI FKPT-RI KTP SIM DVD CCTV KBRN CBRN SOP TNI-POLRI PE SARA NGO LSM VIP "
    "ISIS-K MOA AML CFT APU PPT TOT PCVE SMS HIV ASN PNS ABK BBM GDP USD IDR RP AM PM GMT TV PR MP MPS ONE NEW THE AND OF "
    "KSA ROK DPRK RRC RRT PNG UEA UAE USA USD AUD EUR DNA KYC ODA OTG PPKM PDB RUU BOM UMKM G20 G7"
)


_BEARERS = bag("selaku spokesperson spokesman spokeswoman chairman chief director")


def with_acronyms(line: Line, taken: Sequence[bool], spans: list[OrgSpan]) -> list[OrgSpan]:
    """Unregistered acronyms that an office, an owner's mark or a list of organisations shows to be one."""
    tokens = line.tokens
    capital = [i for i, token in enumerate(tokens) if token.classes & TITLE and token.text[1:2].isupper()]
    if not capital:
        return spans
    ends = {span.last for span in spans}
    starts = {span.first for span in spans}
    covered = {i for span in spans for i in range(span.first, span.last)}
    added: list[OrgSpan] = []
    for i in capital:
        token = tokens[i]
        if len(token.text) < 3:
            continue
        word = token.text[:-2] if token.text.endswith(("'s", "’s")) else token.text
        if i in covered or taken[i] or line.hits[i] is not None or not 3 <= len(word) <= 8:
            continue
        if (
            not (word.isalpha() and word.isupper())
            or word in _NO_ORGANISATION
            or token.classes & (DEGREE | RANK)
        ):
            continue
        if token.classes & (NOT_NAME | HONORIFIC | CALENDAR):
            continue
        before = tokens[i - 1] if i else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        office = before is not None and bool(before.classes & OFFICE and before.classes & TITLE)
        owner = after is not None and after.classes & OFFICE and (word != token.text or after.classes & TITLE)
        at = i - 1 if before is not None and before.text == "the" else i
        listed = (
            at > 0
            and tokens[at - 1].text in (",", "dan", "and", "serta")
            and (at - 1 in ends or at - 2 in ends)
        )
        owner = owner or (after is not None and after.text in _BEARERS)
        leads = after is not None and after.text in (",", "dan", "and", "serta") and i + 2 in starts
        bracketed = (
            i > 1
            and tokens[i - 1].text == "("
            and after is not None
            and after.text == ")"
            and kind_of(line.hits[i - 2]) == "country"
            and word[0] != tokens[i - 2].text[0]
        )
        if office or owner or listed or leads or bracketed:
            added.append(OrgSpan(i, i + 1, "acronym", 0.72))
            ends.add(i + 1)
    return sorted([*spans, *added]) if added else spans
