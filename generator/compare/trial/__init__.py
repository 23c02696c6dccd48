"""A contract tried out without a build: compared, served and measured from memory."""

from generator.compare.trial.prepare import Trial, prepare

__all__ = ["Trial", "prepare"]
