"""Turns a name that nobody knows into the one that was probably meant."""

from collections.abc import Iterable

_SHORTEST = 3  # letters of an abbreviation


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """A hint that names the closest candidate, or None when nothing is close.

    Close is what compilers call so: a third of the letters are mistyped at most, whatever their
    case. Else it is what goes on where the word ends (`max_len`, `max_length`), or what only lacks
    what stands before its dot (`Money`, `common.Money`).
    """
    wanted = word.casefold()
    ranked = ((_rank(wanted, candidate.casefold()), candidate) for candidate in candidates)
    close = [(rank, candidate) for rank, candidate in ranked if rank is not None]
    return f"did you mean '{min(close)[1]}'?" if close else None


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
