"""A comparison, with or without a measurement, as one self-contained page."""

from generator.compare.page.page import page

__all__ = ["page"]
