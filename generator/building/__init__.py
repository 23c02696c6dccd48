"""From contracts to an output folder: fresh ones are left alone, the others made and written."""

from generator.building.build import build
from generator.building.request import BuildRequest, BuildResult, BuildRow

__all__ = ["BuildRequest", "BuildResult", "BuildRow", "build"]
