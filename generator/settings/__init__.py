"""What a project says in ``[tool.gen]``."""

from generator.settings.load import ProjectSettings, load

__all__ = ["ProjectSettings", "load"]
