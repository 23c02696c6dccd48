"""Turns what a contract says about its JSON into one value, which holds for every style."""

from dataclasses import dataclass

from generator.contract.declare import ContractDecl
from generator.contract.declare.reader import as_text
from generator.contract.problems import shape as problem
from generator.diagnostics import Problems
from generator.model import Mapping, Scalar
from generator.naming import Name

_CASES = ("camel", "snake")
_ABSENT = ("omit", "null")


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonForm:
    """How the members of objects are spelled, and whether an absent value is null."""

    snake: bool
    null_for_absent: bool

    def member(self, name: Name) -> str:
        """The member that a name becomes."""
        return name.snake if self.snake else name.camel


def json_form(decl: ContractDecl, problems: Problems) -> JsonForm:
    """What `json_case` and `absent` say.

    They stand under `rest` because REST made the choice known, but a value has one JSON form:
    REST, JSON-RPC, the schema and the examples all use the same.
    """
    return JsonForm(
        snake=_is_second(decl, "json_case", _CASES, problems),
        null_for_absent=_is_second(decl, "absent", _ABSENT, problems),
    )


def _is_second(decl: ContractDecl, key: str, choices: tuple[str, str], problems: Problems) -> bool:
    """Whether a setting is the second of its two choices."""
    settings = decl.settings.get("rest")
    node = settings.get(key) if isinstance(settings, Mapping) else None
    if node is None:
        return False
    if isinstance(node, Scalar) and node.text in choices:  # `absent: null` needs no quotes
        return node.text == choices[1]
    text = as_text(node, f"'{key}'", problems)
    if text is not None:
        problems.add(problem.unknown_choice(text.span, f"'{key}'", text.value, choices))
    return False
