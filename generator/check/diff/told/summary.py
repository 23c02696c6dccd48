"""Turns a comparison into the lines below its findings: who breaks, which version, what first."""

from collections.abc import Iterable, Iterator

from generator.check.diff.compared import Compared, Comparison
from generator.check.diff.differ import PYTHON, Difference
from generator.check.diff.version import next_major
from generator.model.change import Grade


def lines(comparison: Comparison) -> Iterator[str]:
    """The summary of a run, for a terminal."""
    for one in comparison.compared:
        yield from _contract(one)
    if comparison.unchanged:
        count = len(comparison.unchanged)
        yield f"{count} {'contract is' if count == 1 else 'contracts are'} as in {comparison.base}."
    if comparison.failed:
        yield "A comparison could not be made."
    elif not comparison.breaks:
        yield f"Nothing breaks against {comparison.base}."


def _contract(one: Compared) -> Iterator[str]:
    count = len(one.found.found)
    changes = f"{count} {'change' if count == 1 else 'changes'}"
    if not count:
        yield f"{one.path}: nothing changed in what it means."
        return
    yield f"{one.path}: {changes} since {one.before}."
    yield from _table(one)
    for difference, accept in one.accepted:
        yield f"  accepted: {difference.change.message} ({accept.reason})"
    yield from (f"  {text}" for text in deployment(one))
    yield f"  {version(one)}"


def _table(one: Compared) -> Iterator[str]:
    rows = [(title, counted(old), counted(new)) for title, old, new in audiences(one)]
    head = ("", "old clients, new server", "new clients, old server")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(3)]
    for row in (head, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "   ".join(cells)).rstrip()


def audiences(one: Compared) -> Iterator[tuple[str, list[Grade], list[Grade]]]:
    """For each audience its title, and the grades of all changes: old clients, then new ones."""
    accepted = {id(difference) for difference, _ in one.accepted}
    left = [each for each in one.found.found if id(each) not in accepted]
    for audience in one.found.audiences:
        verdicts = [each.verdicts[audience.name] for each in left]
        yield audience.title, [v.old for v in verdicts], [v.new for v in verdicts]


def counted(grades: Iterable[Grade]) -> str:
    """``2 break, 1 weakens``; ``-`` where all goes on as before."""
    found = [*grades]
    breaks, weaker = found.count(Grade.BREAKS), found.count(Grade.WEAKER)
    parts = [f"{breaks} {'breaks' if breaks == 1 else 'break'}"] if breaks else []
    parts += [f"{weaker} {'weakens' if weaker == 1 else 'weaken'}"] if weaker else []
    return ", ".join(parts) or "-"


def deployment(one: Compared) -> Iterator[str]:
    """The order in which servers and clients are deployed, where it matters."""
    if next_major(one.found.pair.old, one.found.pair.new):
        yield "It is a package of its own: serve both until the callers have moved."
        return
    server = [each for each in one.found.found if each.new is Grade.BREAKS]
    clients = [each for each in one.found.found if _breaks_callers(each)]
    if server and not clients:
        yield f"Deploy the server first: old servers refuse new clients ({_names(server)})."
    if clients and not server:
        yield f"Move the clients first: the new server breaks old ones ({_names(clients)})."
    if clients and server:
        yield "No order of deployment is safe: old and new break each other."


def _breaks_callers(one: Difference) -> bool:
    """Whether calls fail; code that has to be edited does not depend on what is deployed."""
    return any(v.old is Grade.BREAKS for name, v in one.verdicts.items() if name != PYTHON)


def _names(found: list[Difference]) -> str:
    names = list(dict.fromkeys(each.change.what for each in found))
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def version(one: Compared) -> str:
    """What version the contract should have."""
    found = one.version
    package = one.found.pair.old.package
    said = f"version {found.least}"
    if found.package not in (package, one.found.pair.new.package):
        said += f" in the package {found.package}"
    if found.is_enough:
        return f"The version {found.now} says so: {found.why}."
    return f"Proposed: {said} (now {found.now}): {found.why}."
