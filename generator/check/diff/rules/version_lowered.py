"""A version that is smaller than the one before."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF802", name="version-lowered")
KEYWORDS = ("Contract.version",)


def find(pair: Pair) -> Iterator[Change]:
    """The version, if it goes back."""
    old, new = pair.old, pair.new
    if old.package == new.package and _number(new.version) < _number(old.version):
        yield Change(
            kind=KIND,
            aspect=Aspect.PROMISE,
            what=old.package,
            message=f"the version goes back from {old.version} to {new.version}",
            old=old,
            new=new,
            neutral=Verdict(old=Grade.WEAKER, why="a later version has a smaller number"),
            span=new.span,
            before=old.span,
        )


def _number(version: str) -> tuple[int, ...]:
    """Major, minor and patch; what stands behind them is not compared."""
    return tuple(int(part) for part in version.partition("-")[0].partition("+")[0].split("."))
