"""Contracts as what stands in front of them sees them, for tests of targets."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.building.bind import bind_all
from generator.building.pipeline import Bound
from generator.deploy import registry
from generator.deploy.deploy import deployment
from generator.deploy.front import Front, front
from generator.deploy.parameter import values
from generator.diagnostics import Diagnostic, Problems
from tests.contract import HEADER

CONTRACTS = sorted(Path("contracts").glob("*.yaml"))


def bound(paths: Sequence[Path], styles: Sequence[str] | None = None) -> list[Bound]:
    """Contracts that are valid, bound."""
    problems = Problems()
    found = [contract.bound for contract in bind_all(paths, Path(), styles, problems)]
    assert not problems.failed, [*problems]
    return found


def bound_text(folder: Path, text: str, styles: Sequence[str] | None = None) -> list[Bound]:
    """A contract of a test's own; ``contract:`` and ``version:`` may be left out."""
    path = folder / "products.yaml"
    path.write_text(text if "contract:" in text else HEADER + text)
    problems = Problems()
    found = [contract.bound for contract in bind_all([path], folder, styles, problems)]
    assert not problems.failed, [*problems]
    return found


def front_of(contracts: Sequence[Bound]) -> Front:
    """What stands behind a proxy; nothing is wrong with it."""
    problems = Problems()
    made = front(contracts, problems)
    assert not problems.failed, [*problems]
    return made


def files_of(
    target: str, contracts: Sequence[Bound], given: Mapping[str, Sequence[str]] | None = None
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """What a target writes for contracts, by path, and what it says about them."""
    problems = Problems()
    chosen = registry.target(target)
    names = [one.api.folder for one in contracts]
    found = values(chosen.parameters, given or {}, names, problems)
    made = deployment(chosen, front_of(contracts), found, problems)
    return {file.path: file.content for file in made.files}, [*problems]
