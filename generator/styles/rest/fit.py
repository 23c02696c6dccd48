"""Tells what a path and a query can carry."""

from generator.kinds import kind_of
from generator.model import (
    Api,
    Enum,
    Field,
    ListRef,
    NamedRef,
    ScalarRef,
    TypeRef,
)
from generator.model.refs import behind, followed


def fits_path(api: Api, field: Field) -> bool:
    """Whether a field can be a segment: a scalar or enum that is always there."""
    return field.required and not field.nullable and _is_text(api, behind(api.types, field.type))


def fits_query(api: Api, field: Field) -> bool:
    """Whether a field can be a query parameter: what fits a header, if nothing is lost.

    A query tells no empty list from one that was left out, which must then not mean another.
    """
    lost = is_list(api, field) and field.default is not None and field.default.value != []
    return fits_header(api, field) and not lost


def may_be_empty(api: Api, field: Field) -> bool:
    """Whether a list that a query does not hold is the empty one."""
    return is_list(api, field) and field.required and field.default is None


def may_be_left_out(api: Api, field: Field) -> bool:
    """Whether a query without a list is right: an empty one, where that is allowed."""
    return may_be_empty(api, field) and not _must_hold_items(api, field)


def _must_hold_items(api: Api, field: Field) -> bool:
    _, inherited = followed(api.types, field.type)
    return any(each.min_items for each in (field.constraints, *inherited))


def fits_header(api: Api, field: Field) -> bool:
    """Whether a field can be a header: a scalar, or a list of scalars.

    A field of an update cannot, where it may be null: a query has no null to clear it with.
    """
    if field.clearable and field.patch:
        return False
    ref = behind(api.types, field.type)
    if isinstance(ref, ListRef):
        ref = behind(api.types, ref.item)
    return _is_text(api, ref)


def is_list(api: Api, field: Field) -> bool:
    """Whether a query parameter may be repeated."""
    return isinstance(behind(api.types, field.type), ListRef)


def url_kind(api: Api, field: Field) -> str:
    """Which JSON values the text of a URL stands for: "string", "number" or "boolean"."""
    ref = behind(api.types, field.type)
    if isinstance(ref, ListRef):
        ref = behind(api.types, ref.item)
    match ref:
        case ScalarRef() as scalar:
            return kind_of(scalar).url_type or "string"
        case _:
            return "string"


def _is_text(api: Api, ref: TypeRef) -> bool:
    match ref:
        case ScalarRef() as scalar:
            return kind_of(scalar).url_type is not None
        case NamedRef(name=name):
            return isinstance(api.types[name], Enum)
        case _:
            return False
