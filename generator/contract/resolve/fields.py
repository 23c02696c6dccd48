"""Turns field declarations into fields: first their types, then constraints, then values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from generator.contract.declare.declarations import FieldDecl
from generator.contract.problems import values as problem
from generator.contract.resolve import names
from generator.contract.resolve.constraints import resolve_constraints
from generator.contract.resolve.names import Names
from generator.contract.resolve.renames import check_renames
from generator.contract.resolve.values import Values
from generator.diagnostics import Problems, Span
from generator.model import Default, Field, Json, Node, Scalar, TypeDef, TypeRef
from generator.naming import Name

MAX_FIELD_NUMBER = 2**29 - 1
MAX_ENUM_NUMBER = 2**31 - 1

_EXCLUSIVE = (("read_only", "write_only"), ("read_only", "immutable"))


@dataclass(slots=True)
class Draft:
    """A field while its file is being resolved."""

    field: Field
    decl: FieldDecl


TypeOf = Callable[[FieldDecl], tuple[TypeRef, bool]]


def draft_fields(
    decls: Iterable[FieldDecl],
    type_of: TypeOf,
    *,
    snake_json: bool,
    problems: Problems,
) -> list[Draft]:
    """The fields of one record, error or request, those with bad names too: others name them."""
    taken = Names(problems)
    drafts: list[Draft] = []
    decls = tuple(decls)
    for decl in decls:
        name = names.field(decl.name, "a field", problems)
        type_, nullable = type_of(decl)
        name = name or Name.parse(decl.name.value)
        taken.take(decl.name, name)
        _check_flags(decl, problems)
        null = isinstance(decl.default, Scalar) and decl.default.value is None
        has_default = decl.default is not None and not (null and nullable)
        drafts.append(
            Draft(
                Field(
                    name=name,
                    json_name=names.json_name(decl.name, name, problems, snake_json=snake_json),
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
                ),
                decl,
            )
        )
    _check_numbers([draft.decl.number for draft in drafts], problems)
    check_renames(((decl.name, decl.notes.renamed_from) for decl in decls), problems)
    return drafts


def constrain(drafts: Iterable[Draft], types: dict[str, TypeDef], problems: Problems) -> None:
    """Give the drafts their constraints; all types are known by now."""
    for draft in drafts:
        if draft.decl.constraints:
            found = resolve_constraints(draft.decl.constraints, draft.field.type, types, problems)
            draft.field = replace(draft.field, constraints=found)


def fill(drafts: Iterable[Draft], values: Values) -> bool:
    """Give the drafts their defaults and examples; whether there was any."""
    changed = False
    for draft in drafts:
        decl, field = draft.decl, draft.field
        if decl.default is None and not decl.examples:
            continue
        changed = True
        default: Default | None = None
        if decl.default is not None:
            value = values.of_field(decl.default, field, f"the default of '{field.name}'")
            default = None if value is None and field.nullable else Default(value=value)
        examples = tuple(_examples(decl.examples, field, values))
        draft.field = replace(field, default=default, examples=examples)
    return changed


def _examples(nodes: Iterable[Node], field: Field, values: Values) -> Iterable[Json]:
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


def _check_numbers(numbers: Iterable[Scalar | None], problems: Problems) -> None:
    check_distinct((node for node in numbers if node is not None), problems)


def check_distinct(numbers: Iterable[Scalar], problems: Problems) -> None:
    """Each explicit number only once."""
    taken: dict[object, Span] = {}
    for node in numbers:
        if node.value in taken:
            why = "is taken already"
            problems.add(problem.bad_number(node.span, node.text, why, taken[node.value]))
        else:
            taken[node.value] = node.span
