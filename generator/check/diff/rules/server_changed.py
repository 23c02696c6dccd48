"""A server that is not where it was."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Server
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF721", name="server-changed")
KEYWORDS = (
    "Contract.servers",
    "Server.url",
    "Server.variables",
    "Server variable.default",
    "Server variable.enum",
)


def find(pair: Pair) -> Iterator[Change]:
    """Every server that is gone, has another URL, or takes fewer values in it."""
    for name, old in pair.old.servers.items():
        new = pair.new.servers.get(name)
        said = "is gone" if new is None else _moved(old, new)
        if not said:
            continue
        yield Change(
            kind=KIND,
            aspect=Aspect.PROMISE,
            what=name,
            message=f"the server '{name}' {said}",
            old=old,
            new=new,
            neutral=Verdict(old=Grade.WEAKER, why="callers know the old URL"),
            span=pair.new.span if new is not None else None,
            before=pair.old.span,
        )


def _moved(old: Server, new: Server) -> str:
    if old.url != new.url:
        return f"has another URL ({old.url} → {new.url})"
    if old.filled() != new.filled():
        return f"has another default ({old.filled()} → {new.filled()})"
    for name, variable in old.variables.items():
        values = new.variables[name].enum
        gone = [value for value in variable.enum if value not in values] if values else []
        if gone or (values and not variable.enum):
            return f"takes fewer values for '{name}'"
    return ""
