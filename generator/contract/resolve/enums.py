"""Turns a declared enum into one of the model."""

from generator.contract.declare.declarations import EnumBody, TypeDecl
from generator.contract.problems import types as problem
from generator.contract.resolve import spelling
from generator.contract.resolve.fields import MAX_ENUM_NUMBER, check_distinct, number_of
from generator.contract.resolve.renames import check_renames
from generator.contract.resolve.spelling import Names
from generator.diagnostics import Problems
from generator.model import Enum, EnumValue
from generator.naming import Name


def resolve_enum(decl: TypeDecl, body: EnumBody, problems: Problems) -> Enum:
    """An enum, with all values that are written."""
    if not body.values:
        problems.add(problem.empty(decl.name.span, f"the enum '{decl.name.value}'"))
    taken = Names(problems)
    values: list[EnumValue] = []
    for value in body.values:
        name = spelling.value(value.name, problems) or Name.parse(value.name.value)
        taken.take(value.name, name)
        values.append(
            EnumValue(
                name=value.name.value,
                description=value.notes.description,
                number=number_of(value.number, 0, MAX_ENUM_NUMBER, problems),
                renamed_from=value.notes.old_name,
                deprecated=value.notes.deprecated,
                span=value.name.span,
            )
        )
    numbers = (value.number for value in body.values)
    check_distinct((number for number in numbers if number), problems)
    check_renames(((value.name, value.notes.renamed_from) for value in body.values), problems)
    return Enum(
        name=decl.name.value,
        values=tuple(values),
        renamed_from=decl.notes.old_name,
        description=decl.notes.description,
        deprecated=decl.notes.deprecated,
        extensions=decl.notes.extensions,
        span=decl.name.span,
    )
