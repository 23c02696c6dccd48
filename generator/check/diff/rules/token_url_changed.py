"""Tokens that are had elsewhere."""

from collections.abc import Iterator

from generator.check.diff.access import schemes, users
from generator.check.diff.operations import names_of
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF705", name="token-url-changed")
_KEYS = ("authorization_url", "token_url", "refresh_url")
KEYWORDS = tuple(f"Auth scheme.{key}" for key in _KEYS)


def find(pair: Pair) -> Iterator[Change]:
    """Every scheme with another URL at which users agree, or tokens are had or renewed."""
    for old, new in schemes(pair):
        for key in _KEYS:
            before, after = getattr(old, key), getattr(new, key)
            if before is None or before == after:
                continue
            yield Change(
                kind=KIND,
                aspect=Aspect.PROMISE,
                what=new.name,
                message=f"'{new.name}' has another {key} ({before} → {after or 'none'})",
                old=old,
                new=new,
                operations=names_of(users(pair, new.name)),
                neutral=Verdict(old=Grade.WEAKER, why=f"callers know the old {key}"),
                span=new.span,
                before=old.span,
            )
