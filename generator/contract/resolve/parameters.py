"""Gathers the parameters of an operation from their sources; each name comes only once."""

from collections.abc import Iterable

from generator.contract.problems import operations as problem
from generator.diagnostics import Problems, Span
from generator.model import Field, FieldRole


class Parameters:
    """The parameters of one operation while they are gathered; each name only once."""

    def __init__(self, place: Span, problems: Problems) -> None:
        self.fields: list[Field] = []
        self._place = place
        self._problems = problems
        self._taken: dict[str, tuple[str, Field]] = {}

    def add(self, fields: Iterable[Field], source: str, *, may_repeat_keys: bool = False) -> None:
        """Append parameters; ``source`` says in a message where they come from.

        A record may repeat the key of its parent: one parameter then gives both.
        """
        for field in fields:
            snake, camel = field.name.snake, field.name.camel
            other = self._taken.get(snake) or self._taken.get(camel)
            if other is None:
                self.fields.append(field)
                self._taken[snake] = self._taken[camel] = source, field
            elif not (may_repeat_keys and _is_key(other[1], field)):
                self._report(field, other, source)

    def _report(self, field: Field, other: tuple[str, Field], source: str) -> None:
        spans = [span for span in (field.span, other[1].span) if span is not None]
        at = spans[0] if spans else self._place
        place = spans[1] if len(spans) > 1 else None
        name = field.name.text
        self._problems.add(problem.parameter_clash(at, name, other[0], source, place))


def _is_key(key: Field, field: Field) -> bool:
    return key.role is FieldRole.KEY and field.type == key.type and not field.nullable
