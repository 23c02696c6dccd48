"""Contracts as what stands in front of them sees them, for tests of targets."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.building.bind import bind_all
from generator.building.pipeline import Bound
from generator.deploy import registry
from generator.deploy.deploy import DeployRequest, deploy, deployment
from generator.deploy.front import Front, front
from generator.deploy.parameter import values
from generator.diagnostics import Diagnostic, Problems
from tests.contract import HEADER

CONTRACTS = sorted(Path("contracts").glob("*.yaml"))


def bound(paths: Sequence[Path], styles: Sequence[str] | None = None) -> list[Bound]:
    """Contracts that are valid, bound; those of the project once for all tests."""
    return [*_bound((*paths,), None if styles is None else (*styles,))]


@functools.cache
def _bound(paths: tuple[Path, ...], styles: tuple[str, ...] | None) -> Sequence[Bound]:
    return _read(paths, Path(), styles)


def bound_text(folder: Path, text: str, styles: Sequence[str] | None = None) -> list[Bound]:
    """A contract of a test's own; ``contract:`` and ``version:`` may be left out."""
    path = folder / "products.yaml"
    path.write_text(text if "contract:" in text else HEADER + text)
    return _read([path], folder, styles)


def _read(paths: Sequence[Path], root: Path, styles: Sequence[str] | None) -> list[Bound]:
    problems = Problems()
    found = [contract.bound for contract in bind_all(paths, root, styles, problems)]
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


def written(
    target: str,
    folder: Path,
    contracts: Sequence[Path],
    given: Mapping[str, Sequence[str]] | None = None,
    styles: tuple[str, ...] | None = None,
) -> Path:
    """The folder ``front`` below this one, as ``gen deploy`` writes it."""
    result = deploy(
        DeployRequest(
            target=registry.target(target),
            contracts=contracts,
            root=contracts[0].parent,
            output=folder / "front",
            generated=folder / "generated",
            given=given or {},
            styles=styles,
        )
    )
    assert result.written, [*result.problems]
    return folder / "front"
