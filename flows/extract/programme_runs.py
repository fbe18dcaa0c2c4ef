"""How far a programme's name reaches left and right of its head."""

from __future__ import annotations

import re
from collections.abc import Container

from flows.extract.tagger.words import ORG_HEAD, RANK, classes

LONGEST_NAME = 160  # characters
_WORD = r"[\w’'./-]{1,40}"
_NEXT = re.compile(rf" ({_WORD})")
_PREVIOUS = re.compile(rf"({_WORD})(?: \([A-Z][\w/&-]{{1,14}}\))? $")
_WITH = frozenset(("with", "dengan"))  # what follows is a party
_GIVES = re.compile(
    r"-(?:funded|led|run|backed|supported|sponsored|financed|organi[sz]ed)$"
)  # who gives, not the name
_STOP = frozenset(
    {
        "The",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "Under",
        "With",
        "Its",
        "This",
        "That",
        "Both",
        "A",
        "An",
        "And",
        "As",
        "He",
        "She",
        "Mr",
        "Mr.",
        "Ms",
        "Called",
        "Antara",
        "Dubbed",
        "Named",
    }
)


def leftwards(text: str, start: int, low: int, inner: Container[str]) -> int:
    """Where a name starts whose head is at `start`: left over capitalised words and the connectors `inner`."""
    best = position = start
    while position > low and start - position < LONGEST_NAME:
        match = _PREVIOUS.search(text, max(low, position - 62), position)
        if not match:
            break
        word, position = match[1], position - len(match[0])
        if word[0] in "'‘’":
            return position + 1 if word[1:2].isupper() else best
        if word[:1].isupper() or word[:1].isdigit():
            if word.endswith((".", ":")) or word in _STOP or _GIVES.search(word):
                break
            if word.endswith(("'s", "’s")) and text[low:position].endswith((" of ", " the ", "Government ")):
                break
            best = position
        elif word not in inner:
            break
    return best


def skip_article(text: str, left: int, start: int) -> int:
    """Where the name starts without the article or year that stands before it."""
    match = re.match(r"(?:The|A|An|Its|Their|In|Under|New|(?:19|20)\d\d) ", text[left:start])
    return left + match.end() if match else left


def rightwards(text: str, head: str, end: int, high: int, connectors: Container[str], *, weak: bool) -> int:
    """Where a name ends whose head ends at `end`: right over capitalised words and `connectors`.

    Behind a `weak` head an owner ("of Canada's ...") is no part of the name.
    """
    best = position = end
    own = head.split()
    while position - end < LONGEST_NAME:
        match = _NEXT.match(text, position, min(high, position + 42))
        if not match:
            break
        word = match[1]
        bare = word.rstrip(".,;:")
        if bare.endswith(("'s", "’s")) and weak:
            break
        if bare[:1].isupper() and bare not in _STOP and not _ranked(bare) and bare not in own:
            position = best = match.start(1) + len(bare)
            if bare != word:
                break
        elif word in connectors and word not in _WITH:
            position = match.end()
        else:
            break
    return best


def _ranked(word: str) -> bool:
    """A rank: a person's name begins here."""
    mask = classes(word)
    return bool(mask & RANK) and not mask & ORG_HEAD
