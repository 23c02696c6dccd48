"""Makes the parameters that every list has: the order, the size of a page, where to go on."""

import re
from collections.abc import Sequence
from decimal import Decimal

from generator.contract.declare.declarations import PageSizeDecl
from generator.contract.problems import operations as problem
from generator.contract.resolve.json_form import JsonForm
from generator.diagnostics import Problems, Span
from generator.kinds import INT32, STRING
from generator.model import (
    Constraints,
    Default,
    Field,
    FieldRole,
    Resource,
    TypeRef,
)
from generator.naming import Name

DEFAULT_PAGE_SIZE = 50
MAXIMUM_PAGE_SIZE = 500
_LARGEST = 2**31 - 1  # of an int32


def paging(
    resource: Resource,
    ordered: Sequence[str],
    decl: PageSizeDecl | None,
    json: JsonForm,
    problems: Problems,
) -> list[Field]:
    """order_by (when there is anything to order by), page_size, page_token."""
    default, maximum = _sizes(decl, problems)
    found = [_order_by(ordered, json)] if ordered else []
    found.append(
        _own(
            "page_size",
            FieldRole.PAGE_SIZE,
            INT32.ref,
            json,
            description=f"How many {resource.plural.title.lower()} to answer at most.",
            constraints=Constraints(minimum=Decimal(1), maximum=Decimal(maximum)),
            default=Default(value=default),
        )
    )
    found.append(
        _own(
            "page_token",
            FieldRole.PAGE_TOKEN,
            STRING.ref,
            json,
            description="Where to go on: the next_page_token of the page before.",
        )
    )
    return found


def _sizes(decl: PageSizeDecl | None, problems: Problems) -> tuple[int, int]:
    if decl is None:
        return DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE
    default = None if decl.default is None else int(decl.default.text, 0)
    maximum = None if decl.maximum is None else int(decl.maximum.text, 0)
    places: list[tuple[int, Span]] = []
    for size, node in ((default, decl.default), (maximum, decl.maximum)):
        if size is not None and node is not None:
            places.append((size, node.span))
    for size, span in places:
        if not 1 <= size <= _LARGEST:
            problems.add(problem.bad_page_size(span, f"{size} is out of range"))
            return DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE
    if maximum is None:
        maximum = max(MAXIMUM_PAGE_SIZE, default or 1)
    if default is None:
        default = min(DEFAULT_PAGE_SIZE, maximum)
    if default > maximum:
        why = f"the default {default} is above the maximum {maximum}"
        problems.add(problem.bad_page_size(decl.span, why))
    return default, maximum


def _order_by(names: Sequence[str], json: JsonForm) -> Field:
    field = f"(?:{'|'.join(map(re.escape, names))})(?: (?:asc|desc))?"  # see ordered_by
    return _own(
        "order_by",
        FieldRole.ORDER_BY,
        STRING.ref,
        json,
        description=f"Fields in the order that counts, each with asc or desc: {names[0]} desc.",
        constraints=Constraints(pattern=f"^{field}(?:, ?{field})*$", words=_words(names)),
    )


def ordered_by(field: Field) -> tuple[str, ...]:
    """The names that an ``order_by`` takes: its pattern begins with them."""
    pattern = field.constraints.pattern or ""
    return tuple(pattern.removeprefix("^(?:").partition(")")[0].split("|"))


def _words(names: Sequence[str]) -> str:
    *most, last = names
    return (
        f"{', '.join(most)} or {last}, each with asc or desc"
        if most
        else f"{last}, with asc or desc"
    )


def _own(
    name: str,
    role: FieldRole,
    type_: TypeRef,
    json: JsonForm,
    *,
    description: str,
    constraints: Constraints | None = None,
    default: Default | None = None,
) -> Field:
    """A parameter that the language adds itself."""
    words = Name.parse(name)
    return Field(
        name=words,
        json_name=json.member(words),
        type=type_,
        constraints=constraints or Constraints(),
        required=False,
        nullable=default is None,
        default=default,
        role=role,
        description=description,
    )
