"""What the process that looks at contracts is asked: a contract, and the texts of the editor."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import settings
from generator.diagnostics import Problems
from generator.settings import ProjectSettings
from generator.styles import registry


@dataclass(frozen=True, kw_only=True)
class Job:
    """A contract to look at: its absolute path, and the texts that the editor holds."""

    contract: Path
    texts: Mapping[Path, str]


def entered(job: Job, problems: Problems | None = None) -> tuple[ProjectSettings, Path]:
    """The project of a contract, and the contract as the command line names it there.

    The current folder of the process is the project's then: names in messages are relative to it.
    """
    found = settings.load(
        job.contract.parent, Problems() if problems is None else problems, registry.names
    )
    if Path.cwd() != found.root:
        os.chdir(found.root)
    inside = job.contract.is_relative_to(found.root)
    return found, job.contract.relative_to(found.root) if inside else job.contract
