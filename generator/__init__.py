"""Diptych: one neutral contract in, REST and RPC stubs out."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.building import BuildResult

__all__ = ["BuildResult", "build"]


def build(
    contract: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str] | None = None,
    check: bool = False,
) -> "BuildResult":
    """Do what ``gen build`` does: make or, with ``check``, compare the output of one contract.

    output: the folder; without it, what ``[tool.gen]`` says of the project that the contract
    belongs to, or ``generated`` in the current folder where it belongs to none. Whatever is wrong
    with the contract comes back in ``BuildResult.diagnostics``.
    """
    from generator import settings
    from generator.building import BuildRequest, BuildResult
    from generator.building import build as run
    from generator.diagnostics import Problems
    from generator.styles import registry

    path = Path(contract)
    problems = Problems()
    home = path.resolve().parent
    project = settings.load(home, problems, registry.names)
    if project == settings.ProjectSettings(root=home) and not (home / "pyproject.toml").exists():
        project = settings.load(Path.cwd(), problems, registry.names)
    folder = project.root / project.output if output is None else Path(output)
    if problems.failed:
        return BuildResult(output=folder, problems=problems, failed=True)
    request = BuildRequest(
        contracts=[path],
        root=project.root,
        output=folder,
        styles=project.styles,
        support=project.support,
        models={path: project.forms_of(path.absolute())},
        check=check,
    )
    return run(request)


def __getattr__(name: str) -> object:
    if name != "BuildResult":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from generator.building import BuildResult

    return BuildResult
