"""The steps of ``gen check``; apart from what runs them, which the command line loads late."""

from dataclasses import dataclass

STEPS = ("valid", "format", "lint", "lock", "stubs", "deploy", "breaking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: ``passed`` is None where it was left out, for the reason that ``said`` gives."""

    name: str
    passed: bool | None
    said: str
