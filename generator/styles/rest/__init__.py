"""REST over HTTP, described by OpenAPI."""

from generator.styles.rest.style import RestStyle

STYLE = RestStyle()

__all__ = ["STYLE"]
