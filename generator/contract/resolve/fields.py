"""Turns field declarations into fields: first their types, then constraints, then values."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.contract.declare.declarations import FieldDecl
from generator.contract.problems import values as problem
from generator.contract.resolve import spelling
from generator.contract.resolve.constraints import resolve_constraints
from generator.contract.resolve.declared import Declared
from generator.contract.resolve.json_form import JsonForm
from generator.contract.resolve.named import Named
from generator.contract.resolve.renames import check_renames
from generator.contract.resolve.spelling import Names
from generator.contract.resolve.values import ValueChecker
from generator.diagnostics import Problems, Span
from generator.model import Default, Field, Json, Node, Scalar, TypeDef
from generator.naming import Name

MAX_FIELD_NUMBER = 2**29 - 1
MAX_ENUM_NUMBER = 2**31 - 1

_EXCLUSIVE = (("read_only", "write_only"), ("read_only", "immutable"))


def declared_fields(
    decls: Iterable[FieldDecl],
    file: Declared,
    named: Named,
    json: JsonForm,
    problems: Problems,
) -> tuple[Field, ...]:
    """The fields of one record, error or request, those with bad names too: others name them."""
    taken = Names(problems)
    decls = tuple(decls)
    fields = tuple(_field(decl, file, named, json, taken, problems) for decl in decls)
    check_distinct((decl.number for decl in decls if decl.number is not None), problems)
    check_renames(((decl.name, decl.notes.renamed_from) for decl in decls), problems)
    return fields


def _field(
    decl: FieldDecl,
    file: Declared,
    named: Named,
    json: JsonForm,
    taken: Names,
    problems: Problems,
) -> Field:
    name = spelling.field(decl.name, "a field", problems) or Name.parse(decl.name.value)
    type_, nullable = named.ref(decl.type, file)
    taken.take(decl.name, name)
    _check_flags(decl, problems)
    null = isinstance(decl.default, Scalar) and decl.default.value is None
    has_default = decl.default is not None and not (null and nullable)
    return Field(
        name=name,
        json_name=spelling.json_name(decl.name, name, json, problems),
        type=type_,
        required=not (nullable or has_default),
        nullable=nullable,
        read_only="read_only" in decl.flags,
        write_only="write_only" in decl.flags,
        immutable="immutable" in decl.flags,
        sensitive="sensitive" in decl.flags,
        deprecated=decl.notes.deprecated,
        description=decl.notes.description,
        number=number_of(decl.number, 1, MAX_FIELD_NUMBER, problems),
        numbered=decl.number is not None,
        renamed_from=decl.notes.old_name,
        extensions=decl.notes.extensions,
        span=decl.name.span,
    )


def constrained(
    fields: Iterable[Field],
    decls: Iterable[FieldDecl],
    types: Mapping[str, TypeDef],
    problems: Problems,
) -> tuple[Field, ...]:
    """The fields with their constraints."""
    return tuple(
        replace(
            field, constraints=resolve_constraints(decl.constraints, field.type, types, problems)
        )
        if decl.constraints
        else field
        for field, decl in zip(fields, decls, strict=True)
    )


def with_defaults(
    fields: Iterable[Field], decls: Iterable[FieldDecl], values: ValueChecker
) -> tuple[Field, ...]:
    """The fields with their defaults."""
    return tuple(
        field if decl.default is None else replace(field, default=_default(decl, field, values))
        for field, decl in zip(fields, decls, strict=True)
    )


def _default(decl: FieldDecl, field: Field, values: ValueChecker) -> Default | None:
    assert decl.default is not None
    value = values.of_field(decl.default, field, f"the default of '{field.name}'")
    return None if value is None and field.nullable else Default(value=value)


def with_examples(
    fields: Iterable[Field], decls: Iterable[FieldDecl], values: ValueChecker
) -> tuple[Field, ...]:
    """The fields with their examples."""
    return tuple(
        replace(field, examples=tuple(_examples(decl.examples, field, values)))
        if decl.examples
        else field
        for field, decl in zip(fields, decls, strict=True)
    )


def _examples(nodes: Iterable[Node], field: Field, values: ValueChecker) -> Iterable[Json]:
    what = f"an example of '{field.name}'"
    output = field.read_only
    return (values.of_field(node, field, what, output=output) for node in nodes)


def _check_flags(decl: FieldDecl, problems: Problems) -> None:
    for one, other in _EXCLUSIVE:
        if one in decl.flags and other in decl.flags:
            places = decl.flags[other], decl.flags[one]
            found = problem.contradiction(places[0], decl.name.value, one, other, places[1])
            problems.add(found)


def number_of(node: Scalar | None, low: int, high: int, problems: Problems) -> int | None:
    """An explicit number within its bounds."""
    if node is None:
        return None
    assert isinstance(node.value, int)
    if low <= node.value <= high:
        return node.value
    problems.add(problem.bad_number(node.span, node.text, f"is not between {low} and {high}"))
    return None


def check_distinct(numbers: Iterable[Scalar], problems: Problems) -> None:
    """Each explicit number only once."""
    taken: dict[object, Span] = {}
    for node in numbers:
        if node.value in taken:
            why = "is taken already"
            problems.add(problem.bad_number(node.span, node.text, why, taken[node.value]))
        else:
            taken[node.value] = node.span
