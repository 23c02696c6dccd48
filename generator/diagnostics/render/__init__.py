"""Problems as text and Markdown for people, and in the formats that programs read."""

from collections.abc import Mapping
from typing import Literal, get_args

from generator.diagnostics.diagnostic import Kind, Problems
from generator.diagnostics.render.as_github import github
from generator.diagnostics.render.as_gitlab import gitlab
from generator.diagnostics.render.as_json import json_text
from generator.diagnostics.render.as_junit import junit
from generator.diagnostics.render.as_markdown import markdown
from generator.diagnostics.render.as_sarif import sarif
from generator.diagnostics.render.as_text import summary, text
from generator.diagnostics.render.visible import visible

OutputFormat = Literal["text", "json", "markdown", "github", "gitlab", "junit", "sarif"]
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
        case "markdown":
            return markdown(problems)
        case "gitlab":
            return gitlab(problems)
        case "junit":
            return junit(problems, kinds)
        case "sarif":
            return sarif(problems, kinds)


__all__ = ["FORMATS", "OutputFormat", "render", "summary", "text", "visible"]
