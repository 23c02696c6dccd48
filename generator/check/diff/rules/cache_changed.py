"""Answers that may be kept longer, by others, or no more."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Cache
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF516", name="cache-changed")
KEYWORDS = ("Cache.max_age", "Cache.private", "Cache.public", "Operation.cache")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation whose answers may be kept otherwise."""
    for old, new in kept(pair):
        if old.cache == new.cache:
            continue
        message = f"answers of '{new.name}' are {_said(new.cache)}, no longer {_said(old.cache)}"
        neutral = _verdict(old.cache, new.cache)
        yield of_operation(KIND, Aspect.PROMISE, (old, new), message, neutral, at=("cache",))


def _verdict(old: Cache | None, new: Cache | None) -> Verdict:
    """Callers are told less only where what they get may be older, or seen by others."""
    age = 0 if old is None else old.max_age
    if new is not None and new.max_age > age:
        return Verdict(old=Grade.WEAKER, why="an answer may be older than before")
    if old is not None and new is not None and old.private and not new.private:
        return Verdict(old=Grade.WEAKER, why="shared caches keep what only the caller's did")
    return Verdict()


def _said(cache: Cache | None) -> str:
    if cache is None:
        return "not kept"
    return f"kept for {cache.max_age} s{' by the caller alone' if cache.private else ''}"
