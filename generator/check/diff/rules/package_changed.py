"""A contract under another name, or of another major version."""

from collections.abc import Iterator

from generator.check.diff.operations import names_of, unchanged
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF801", name="package-changed")
KEYWORDS = ("Contract.contract",)


def find(pair: Pair) -> Iterator[Change]:
    """The package, if it is another."""
    old, new = pair.old, pair.new
    if old.package != new.package:
        yield Change(
            kind=KIND,
            aspect=Aspect.NAME,
            what=old.package,
            message=f"the contract '{old.package}' is '{new.package}' now",
            old=old,
            new=new,
            operations=names_of(unchanged(pair)),
            span=new.span,
            before=old.span,
        )
