"""Turns a deployment of the settings into what is asked for."""

from collections.abc import Sequence
from pathlib import Path

from generator.building.output.paths import shown
from generator.deploy import problems as p
from generator.deploy import registry
from generator.deploy.deploy import DeployRequest, show_place
from generator.diagnostics import Problems
from generator.settings import ProjectSettings
from generator.settings.deployment import DeploymentSettings


def of_folder(output: Path, target: str, settings: ProjectSettings) -> DeploymentSettings | None:
    """What the settings say of a folder, if it is of this target; output: seen from here."""
    place = output.resolve()
    for one in settings.deployments:
        if one.target == target and (settings.root / one.output).resolve() == place:
            return one
    return None


def contracts_of(deployment: DeploymentSettings, settings: ProjectSettings) -> tuple[Path, ...]:
    """The files of its contracts, sorted; none where no file matches."""
    patterns = _patterns(deployment, settings)
    found = {path for pattern in patterns for path in settings.root.glob(pattern)}
    return tuple(Path(shown(path)) for path in sorted(found))


def _patterns(deployment: DeploymentSettings, settings: ProjectSettings) -> Sequence[str]:
    return settings.contracts if deployment.contracts is None else deployment.contracts


def request(
    deployment: DeploymentSettings,
    settings: ProjectSettings,
    problems: Problems,
    *,
    check: bool,
    force: bool = False,
) -> DeployRequest | None:
    """What is written into one folder; None, with a problem, when it cannot be."""
    show_place(deployment.span, problems)
    if deployment.target not in registry.names():
        problems.add(p.unknown_target(deployment.span, deployment.target, registry.names()))
        return None
    found = contracts_of(deployment, settings)
    if not found:
        problems.add(p.no_contracts(deployment.span, _patterns(deployment, settings)))
        return None
    return DeployRequest(
        target=registry.target(deployment.target),
        contracts=found,
        root=settings.root,
        output=Path(shown(settings.root / deployment.output)),
        generated=Path(shown(settings.root / settings.output)),
        given=deployment.given,
        styles=deployment.styles or settings.styles,
        span=deployment.span,
        check=check,
        force=force,
    )
