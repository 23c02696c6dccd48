"""Problems as values, their codes, and the ways to print them."""

from generator.diagnostics.diagnostic import Diagnostic, Kind, Problems, Severity
from generator.diagnostics.fix import Edit, Fix
from generator.diagnostics.span import Span
from generator.diagnostics.suggestion import did_you_mean, suggestion

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "Kind",
    "Problems",
    "Severity",
    "Span",
    "did_you_mean",
    "suggestion",
]
