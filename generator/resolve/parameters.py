"""Gathers the parameters of an operation from their sources; each name comes only once."""

from collections.abc import Iterable

from generator.diagnostics import Problems, Span
from generator.model import Field, FieldRole
from generator.resolve.problems import operations as problem


class Parameters:
    """The parameters of one operation while they are gathered; each name only once."""

    def __init__(self, place: Span, problems: Problems) -> None:
        self.fields: list[Field] = []
        self._place = place
        self._problems = problems
        self._taken: dict[str, tuple[str, Field]] = {}

    def add(self, fields: Iterable[Field], source: str) -> None:
        """Append parameters; ``source`` says in a message where they come from."""
        for field in fields:
            other = self._taken.get(field.name.snake) or self._taken.get(field.name.camel)
            if other is None:
                self.fields.append(field)
                self._taken[field.name.snake] = self._taken[field.name.camel] = source, field
            elif not self._is_its_key(other[1], field):
                at = self._place if field.span is None else field.span
                name, place = field.name.text, other[1].span
                self._problems.add(problem.parameter_clash(at, name, other[0], source, place))

    @staticmethod
    def _is_its_key(key: Field, field: Field) -> bool:
        """A record that repeats the key of its parent: the parameter gives both."""
        return key.role is FieldRole.KEY and field.type == key.type and not field.nullable
