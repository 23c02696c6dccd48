"""Problems as text for people, and as JSON, workflow commands and SARIF for programs."""

from collections.abc import Mapping
from typing import Literal, get_args

from generator.diagnostics.diagnostic import Kind, Problems
from generator.diagnostics.render.as_github import github
from generator.diagnostics.render.as_json import json_text
from generator.diagnostics.render.as_sarif import sarif
from generator.diagnostics.render.as_text import summary, text
from generator.diagnostics.render.visible import visible

OutputFormat = Literal["text", "json", "github", "sarif"]
FORMATS: tuple[OutputFormat, ...] = get_args(OutputFormat)


def render(
    problems: Problems,
    output_format: OutputFormat = "text",
    *,
    kinds: Mapping[str, Kind],
    color: bool = False,
) -> str:
    """All problems in one of the formats; ``kinds`` by code (see the registry) gives help texts."""
    match output_format:
        case "text":
            return text(problems, color=color)
        case "json":
            return json_text(problems, kinds)
        case "github":
            return github(problems)
        case "sarif":
            return sarif(problems, kinds)


__all__ = ["FORMATS", "OutputFormat", "render", "summary", "text", "visible"]
