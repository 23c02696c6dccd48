"""What a project says in ``[tool.gen]``."""

from generator.settings.load import Settings, load

__all__ = ["Settings", "load"]
