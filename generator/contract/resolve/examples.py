"""Checks the examples of an operation against its types, and gives their wire form."""

from collections.abc import Mapping as FrozenMap

from generator.contract.declare.declarations import ExampleDecl
from generator.contract.problems import resources as error_problem
from generator.contract.problems import values as problem
from generator.contract.resolve.values import ValueChecker
from generator.diagnostics import Problems
from generator.kinds import BYTES
from generator.model import (
    Entry,
    Example,
    Field,
    Json,
    ListRef,
    Mapping,
    Node,
    Operation,
)


class Examples:
    """Makes the examples of one operation.

    ``excluded``: why other fields of the resource are no parameters, by their names.
    ``errors``: the fields of each error that it can end with, by the name used there; None for
    an error that is broken.
    """

    def __init__(
        self,
        operation: Operation,
        fields: tuple[Field, ...],
        excluded: FrozenMap[str, str],
        errors: FrozenMap[str, tuple[Field, ...] | None],
        values: ValueChecker,
        problems: Problems,
    ) -> None:
        self._operation = operation
        self._fields = fields
        self._excluded = excluded
        self._errors = errors
        self._values = values
        self._problems = problems

    def resolve(self, decl: ExampleDecl) -> Example:
        """One example, in wire form."""
        error, details = self._error(decl)
        input_, items = self._input(decl)
        return Example(
            name=decl.name.value,
            input=input_,
            items=items,
            output=None if decl.output is None else self._output(decl.output),
            error=error,
            error_fields=details,
            description=decl.description,
            span=decl.name.span,
        )

    def _input(self, decl: ExampleDecl) -> tuple[Json, Json]:
        """The parameters, and what streams in: one of them, or all of the input."""
        node = decl.input or Mapping(entries=(), span=decl.name.span)
        what = f"the input of '{decl.name.value}'"
        stream = self._stream()
        if stream is None:
            return self._members(node, self._fields, what), None
        if not isinstance(node, Mapping):
            name = stream.name.text
            entry = Entry(key=name, key_span=node.span, value=node)
            node = Mapping(entries=(entry,), span=node.span)
        given = self._members(node, (*self._fields, stream), what)
        items = given.pop(stream.json_name, None)
        return given, items

    def _members(self, node: Node, fields: tuple[Field, ...], what: str) -> dict[str, Json]:
        return self._values.of_fields(node, fields, what, output=False, excluded=self._excluded)

    def _stream(self) -> Field | None:
        """What streams in, as a parameter that has it all at once."""
        operation = self._operation
        if operation.stream_input is None or operation.incoming is None:
            return None
        is_file = operation.body_in is not None
        return Field(
            name=operation.incoming,
            json_name=operation.incoming.camel,
            type=BYTES.ref if is_file else ListRef(item=operation.stream_input),
            required=False,
        )

    def _output(self, node: Node) -> Json:
        operation = self._operation
        what = f"the output of '{operation.name}'"
        if operation.body_out is not None:
            return self._values.of_type(node, BYTES.ref, what, output=True)
        if operation.output is None:
            why = "the operation gives nothing back"
            self._problems.add(problem.mismatch(node.span, what, why, "remove 'output'"))
            return None
        if operation.stream_output:
            items = ListRef(item=operation.output)
            return self._values.of_type(node, items, what, output=True)
        return self._values.of_type(node, operation.output, what, output=True)

    def _error(self, decl: ExampleDecl) -> tuple[str | None, Json]:
        if decl.error is None:
            return None, None
        name = decl.error.value
        plain = name.rpartition(".")[2]
        if name not in self._errors:
            operation = self._operation.name.text
            self._problems.add(error_problem.undeclared_error(decl.error.span, name, operation))
            return plain, None
        fields = self._errors[name]
        if fields is None:
            return plain, None
        node = decl.error_fields or Mapping(entries=(), span=decl.error.span)
        what = f"the error '{plain}'"
        return plain, self._values.of_fields(node, fields, what, output=True)
