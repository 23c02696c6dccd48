"""Credentials that travel in another way."""

from collections.abc import Iterator

from generator.check.diff.access import schemes, users, where
from generator.check.diff.operations import names_of
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import FINE, Aspect, Change, both_break

KIND = Kind(code="DIFF703", name="scheme-changed")
KEYWORDS = (
    "Auth scheme.scheme",
    "Auth scheme.header",
    "Auth scheme.query",
    "Auth scheme.cookie",
)


def find(pair: Pair) -> Iterator[Change]:
    """Every scheme of both sides whose credentials are of another kind, or stand elsewhere."""
    for old, new in schemes(pair):
        if where(old) == where(new):
            continue
        operations = names_of(users(pair, new.name))
        why = f"{where(old)} became {where(new)}"
        yield Change(
            kind=KIND,
            aspect=Aspect.ACCESS,
            what=new.name,
            message=f"credentials of '{new.name}' travel otherwise: {why}",
            old=old,
            new=new,
            operations=operations,
            neutral=both_break(why) if operations else FINE,
            span=new.span,
            before=old.span,
        )
