"""Turns the text of a contract into its nodes; every violation of YAML's rules is a problem."""

from yaml.error import MarkedYAMLError

from generator.diagnostics import Problems
from generator.model.node import Mapping
from generator.source import problems as p
from generator.source.events import events
from generator.source.nodes import NodeBuilder, Refused
from generator.source.syntax import syntax_problem
from generator.source.text import Text


def parse(text: Text, problems: Problems) -> Mapping | None:
    """The document's mapping; None when the text is no YAML, or no mapping."""
    builder = NodeBuilder(text, problems)
    try:
        builder.build(events(text.content))
    except Refused:
        return None
    except MarkedYAMLError as error:
        problems.add(syntax_problem(text, error))
        return None
    match builder.root:
        case Mapping() as root:
            return root
        case None:
            problems.add(p.empty(text.file))
        case other:
            problems.add(p.not_a_mapping(other.span))
    return None
