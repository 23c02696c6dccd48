"""A comparison, with or without a measurement, as one self-contained page."""

from generator.report.page import page

__all__ = ["page"]
