"""Finds what a style shows of itself when it is run."""

import importlib

from generator.styles.shown.protocol import Shown
from generator.styles.style import AnyStyle


def shown(style: AnyStyle) -> Shown:
    """The object ``SHOWN`` of the style's own module."""
    found: Shown = importlib.import_module(style.shown).SHOWN
    return found
