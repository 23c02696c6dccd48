"""Decides what methods are called, for the styles whose messages name them.

The contract's name of an operation is the method's, too, unless the style's key says another one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Problems, Span
from generator.model import Api, Field, Mapping, Node, Operation, Scalar, Sequence


@dataclass(frozen=True, kw_only=True)
class MethodNames:
    """What a style takes for a name, and what it says of what it does not take.

    keys: those of its mapping; pattern: what a name is made of; reserved: how none may begin.
    """

    style: str
    keys: tuple[str, ...]
    pattern: str
    reserved: str
    malformed_correction: Callable[[Span], Diagnostic]
    malformed_method: Callable[[Span, str], Diagnostic]
    method_taken: Callable[[Span, str, str, Span | None], Diagnostic]
    reserved_method: Callable[[Span, str], Diagnostic]
    settings_not_here: Callable[[Span], Diagnostic]
    unknown_setting: Callable[[Span, str, Iterable[str]], Diagnostic]

    def of(self, api: Api, problems: Problems) -> Iterator[tuple[Operation, str]]:
        """Every operation with its method's name; what is wrong with the settings is reported."""
        self._refuse(api.settings, problems)
        for resource in api.resources.values():
            self._refuse(resource.settings, problems)
        for error in api.errors.values():
            self._refuse(error.settings, problems)
        taken: dict[str, Operation] = {}
        for operation in api.operations.values():
            name, span = self._name(operation, problems)
            first = taken.setdefault(name, operation)
            if first is not operation and span is not None:
                problems.add(self.method_taken(span, name, first.name.text, first.span))
            yield operation, name

    def _refuse(self, settings: FrozenMap[str, Node], problems: Problems) -> None:
        node = settings.get(self.style)
        if node is not None:
            problems.add(self.settings_not_here(node.span))

    def _name(self, operation: Operation, problems: Problems) -> tuple[str, Span | None]:
        """The corrected name or the derived one, and the place that decides it."""
        node = operation.settings.get(self.style)
        derived = operation.name.camel, operation.span
        if node is None:
            return derived
        written = self._written(node, problems)
        if written is None:
            return derived
        name = written.value
        assert isinstance(name, str)
        if name.startswith(self.reserved):
            problems.add(self.reserved_method(written.span, name))
        elif not re.fullmatch(self.pattern, name):
            problems.add(self.malformed_method(written.span, name))
        return name, written.span

    def _written(self, node: Node, problems: Problems) -> Scalar | None:
        """The scalar that holds the method name of a correction."""
        match node:
            case Scalar(value=str()):
                return node
            case Mapping():
                for entry in node:
                    if entry.key not in self.keys and not entry.key.startswith("x-"):
                        problems.add(self.unknown_setting(entry.key_span, entry.key, self.keys))
                match node.get("method"):
                    case Scalar(value=str()) as method:
                        return method
                    case None if node.entries:
                        return None
                    case value:
                        problems.add(self.malformed_correction((value or node).span))
            case Scalar() | Sequence():
                problems.add(self.malformed_correction(node.span))
        return None


def positions(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Required parameters before optional ones; else the contract's order."""
    return tuple(sorted(fields, key=lambda field: not is_required(field)))


def is_required(field: Field) -> bool:
    """Whether a call without this parameter is invalid."""
    return field.required and field.default is None
