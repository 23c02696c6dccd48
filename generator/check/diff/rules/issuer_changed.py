"""Tokens that must come from elsewhere, or be for someone else."""

from collections.abc import Iterator

from generator.check.diff.access import schemes, users
from generator.check.diff.operations import names_of
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF704", name="issuer-changed")
KEYWORDS = ("Auth scheme.issuer", "Auth scheme.audience")


def find(pair: Pair) -> Iterator[Change]:
    """Every scheme with another issuer or audience, where it says so at all."""
    for old, new in schemes(pair):
        for key, before, after in (
            ("issuer", old.issuer, new.issuer),
            ("audience", old.audience, new.audience),
        ):
            if after is None or before == after:
                continue
            grade = Grade.WEAKER if before is None else Grade.BREAKS
            said = after if before is None else f"{before} → {after}"
            yield Change(
                kind=KIND,
                aspect=Aspect.ACCESS,
                what=new.name,
                message=f"tokens of '{new.name}' have another {key} ({said})",
                old=old,
                new=new,
                operations=names_of(users(pair, new.name)),
                neutral=Verdict(
                    old=grade,
                    new=Grade.FINE if before is None else grade,
                    why=f"tokens of another {key} are refused",
                ),
                span=new.span,
                before=old.span,
            )
