"""Gives operations their examples, checked against all types and the records derived from them."""

from collections.abc import Mapping
from dataclasses import replace

from generator.contract.declare.declarations import OperationDecl
from generator.contract.resolve.examples import Examples
from generator.contract.resolve.resourced import Resourced
from generator.contract.resolve.values import ValueChecker
from generator.diagnostics import Problems
from generator.model import Example, Field, Operation, Record


def with_examples(
    operations: Mapping[str, Operation],
    records: Mapping[str, Record],
    resourced: Resourced,
    problems: Problems,
) -> dict[str, Operation]:
    """The operations with their examples; records: those that operations bring along."""
    valued = resourced.valued
    values = ValueChecker(
        {**valued.types, **records},
        {**{name: record.fields for name, record in records.items()}, **valued.fields},
        problems,
        valued.typed.json.null_for_absent,
    )
    decls = valued.named.declared.decl.operations
    return {
        name: replace(
            operation,
            examples=_examples(decls[name], operation, records, resourced, values, problems),
        )
        if decls[name].examples
        else operation
        for name, operation in operations.items()
    }


def _examples(
    decl: OperationDecl,
    operation: Operation,
    records: Mapping[str, Record],
    resourced: Resourced,
    values: ValueChecker,
    problems: Problems,
) -> tuple[Example, ...]:
    named = resourced.valued.named
    errors: dict[str, tuple[Field, ...] | None] = {}
    for text in decl.errors:
        error = resourced.errors.get(named.error(text.value) or "")
        errors[text.value] = None if error is None else error.fields
    fields = records[operation.request].fields
    excluded = _excluded(operation, fields, resourced)
    made = Examples(operation, fields, excluded, errors, values, problems)
    return tuple(made.resolve(example) for example in decl.examples)


def _excluded(
    operation: Operation, fields: tuple[Field, ...], resourced: Resourced
) -> dict[str, str]:
    """Why fields of the resource are no parameters, for those who try to pass them."""
    if operation.resource is None:
        return {}
    given = {field.name.text for field in fields}
    record = resourced.resources[operation.resource].record
    return {
        field.name.text: "is read_only: only the server sets it"
        if field.read_only
        else "cannot be set by this operation"
        for field in resourced.valued.fields[record]
        if field.name.text not in given
    }
