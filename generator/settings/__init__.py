"""What a project says in ``[tool.gen]``."""

from generator.settings.load import Earlier, ProjectSettings, earlier, load

__all__ = ["Earlier", "ProjectSettings", "earlier", "load"]
