"""What a project says in ``[tool.gen]``."""

from generator.settings.load import ProjectSettings, load, patterns_of

__all__ = ["ProjectSettings", "load", "patterns_of"]
