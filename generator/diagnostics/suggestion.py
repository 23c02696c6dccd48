"""Turns a name that nobody knows into the one that was probably meant."""

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.diagnostics.fix import Fix, replacement
from generator.diagnostics.span import Span

_SHORTEST = 3  # letters of an abbreviation
# What YAML takes for the text that it is, wherever it stands.
_PLAIN = re.compile(r"(?!(?i:null|true|false)$)[A-Za-z_][\w.-]*")


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """A hint that names the closest candidate, or None when nothing is close.

    Close is what compilers call so: a third of the letters are mistyped at most, whatever their
    case. Else it is what goes on where the word ends (`max_len`, `max_length`), or what only lacks
    what stands before its dot (`Money`, `common.Money`).
    """
    close = _close(word, candidates)
    return _hint(close[0][1]) if close else None


def suggestion(
    span: Span, word: str, candidates: Iterable[str], *, declared: bool = False
) -> tuple[str | None, Fix | None]:
    """The same hint, and a fix that writes the candidate where no other one can be meant.

    span: where the word stands, and nothing else; declared: a contract chose the candidates.
    """
    close = _close(word, candidates)
    if not close:
        return None, None
    (rank, best), *others = close
    if rank <= 1:
        certain = all(other > 1 for other, _ in others)
    else:  # two mistakes make another word; what is not finished has one end
        certain = not others and best.casefold().find(word.casefold()) >= 0
    if not certain or not _PLAIN.fullmatch(best):
        return _hint(best), None
    fix = replacement(span, best, was=word)
    return _hint(best), replace(fix, witness=best) if declared else fix


def _close(word: str, candidates: Iterable[str]) -> list[tuple[int, str]]:
    """The candidates that may be meant, the closest first, with how far they are."""
    wanted = word.casefold()
    known = dict.fromkeys(candidates)
    ranked = ((_rank(wanted, candidate.casefold()), candidate) for candidate in known)
    return sorted((rank, candidate) for rank, candidate in ranked if rank is not None)


def _hint(candidate: str) -> str:
    return f"did you mean '{candidate}'?"


def _rank(wanted: str, known: str) -> int | None:
    """The number of mistakes, more for what is not finished; None: another word."""
    limit = max(len(wanted), 3) // 3
    if abs(len(known) - len(wanted)) <= limit < len(wanted):
        far = _distance(wanted, known)
        if far <= limit:
            return far
    if len(wanted) >= _SHORTEST and known.startswith(wanted):
        return len(known)
    return limit if wanted and known.endswith(f".{wanted}") else None


def _distance(one: str, other: str) -> int:
    """How many letters to insert, remove, replace, or swap with the next one."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, a in enumerate(one, start=1):
        this = [row]
        for column, b in enumerate(other, start=1):
            steps = min(last[column] + 1, this[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == other[column - 2] and b == one[row - 2]:
                steps = min(steps, before[column - 2] + 1)
            this.append(steps)
        before, last = last, this
    return last[-1]
