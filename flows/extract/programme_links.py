"""Which programmes an event is about, starts, carries out, reviews or funds."""

from __future__ import annotations

import re

from flows.extract.frames import Frame
from flows.extract.model import Event, Proof
from flows.extract.page import Page

_REVIEWS = re.compile(
    r"\b(?:perkembangan|meninjau|tinjauan|evaluasi|progress|review\w*|mengevaluasi|capaian|kemajuan)\b", re.I
)
_IMPLEMENTS = re.compile(
    r"\b(?:implementasi|pelaksanaan|melaksanakan|mengimplementasikan|implement\w*|in support of|mendukung|under the|dalam kerangka|dalam cakupan|as part of)\b",
    re.I,
)
_FUNDS = re.compile(r"\b(?:didanai|mendanai|funded|financed|pendanaan)\b", re.I)


def set_programmes(page: Page, frame: Frame, event: Event) -> None:
    """Link `event` to the programmes named in the sentences that tell of it, each once, with its proof."""
    text = page.report.text
    instrument = [c.instrument for c in frame.candidates if c.instrument]
    linked: set[str] = set()
    for index in sorted(frame.sentences):
        sentence = page.sentences[index]
        for programme, start, end, rule in page.programme_spans.get(index, ()):
            if programme.key in linked:
                continue
            linked.add(programme.key)
            before = text[sentence.start : start]
            near = min((abs(start - c.end) for c in frame.candidates), default=999)
            relation = "about"
            if event.type in ("agreement", "launch") and (
                any(a <= start < b + 40 for a, b in instrument) or near < 60
            ):
                relation = "launches"
            elif _FUNDS.search(before):
                relation = "funds"
            elif _REVIEWS.search(before):
                relation = "reviews"
            elif _IMPLEMENTS.search(before):
                relation = "implements"
            event.programmes.append((programme.key, relation))
            event.proofs.append(
                Proof(f"relation:{programme.key}", relation, start, end, rule, event.confidence)
            )
