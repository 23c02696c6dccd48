"""Turns a deployment of the settings into what is asked for."""

from pathlib import Path

from generator.building.output.paths import shown
from generator.deploy import problems as p
from generator.deploy import registry
from generator.deploy.deploy import DeployRequest, show_place
from generator.diagnostics import Problems
from generator.settings import ProjectSettings
from generator.settings.deployment import DeploymentSettings


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
    patterns = settings.contracts if deployment.contracts is None else deployment.contracts
    found = sorted({path for pattern in patterns for path in settings.root.glob(pattern)})
    if not found:
        problems.add(p.no_contracts(deployment.span, patterns))
        return None
    return DeployRequest(
        target=registry.target(deployment.target),
        contracts=[Path(shown(path)) for path in found],
        root=settings.root,
        output=Path(shown(settings.root / deployment.output)),
        generated=Path(shown(settings.root / settings.output)),
        given=deployment.given,
        styles=deployment.styles or settings.styles,
        span=deployment.span,
        check=check,
        force=force,
    )
