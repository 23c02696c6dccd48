"""The door to contracts: a file in, its model or its problems out."""

from collections.abc import Collection
from pathlib import Path

from generator.contract.problems.names import DERIVED_NAME_CLASH
from generator.contract.recovery import without_faulty
from generator.contract.resolve import resolve
from generator.contract.source import load
from generator.diagnostics import Problems
from generator.model import Api

_ENOUGH = 100  # problems: nobody reads more of them in one run


def read(contract: Path, styles: Collection[str], *, root: Path, problems: Problems) -> Api | None:
    """The neutral model of a contract, which imports from below ``root``.

    styles: the names of the registered styles, whose keys are allowed.
    Of a contract with errors, the model of what is left without the faulty declarations and what
    depends on them, for styles to find more problems; None when there is no such thing.
    """
    source = load(contract, root, problems)
    if source is None:
        return None
    if not source.whole:
        source = without_faulty(source, problems)
    api = resolve(source, styles, problems)
    if not problems.failed or len(problems) > _ENOUGH:
        return api
    found = Problems()
    api = resolve(without_faulty(source, problems), styles, found)
    for late in found:
        if late.code == DERIVED_NAME_CLASH.code:  # looked for where all else is right
            problems.add(late)
    return api
