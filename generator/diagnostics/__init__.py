"""Problems as values, their codes, and the ways to print them."""

from generator.diagnostics.diagnostic import Diagnostic, Kind, Problems, Severity, did_you_mean
from generator.diagnostics.span import Span

__all__ = ["Diagnostic", "Kind", "Problems", "Severity", "Span", "did_you_mean"]
