"""From contracts to an output folder: fresh ones are left alone, the others made and written."""

from generator.building.build import build
from generator.building.request import BuildResult, Request, Row

__all__ = ["BuildResult", "Request", "Row", "build"]
