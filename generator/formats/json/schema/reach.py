"""Finds the types that a server reads and those that it writes, at any depth."""

from generator.model import Api, NamedRef, Record, RecordOrigin, TypeRef
from generator.model.refs import reached


def read_from_input(api: Api) -> frozenset[str]:
    """The names of the requests, and of every type that occurs in one, or in what it changes."""
    starts: list[TypeRef] = [
        NamedRef(name=name)
        for name, type_def in api.types.items()
        if isinstance(type_def, Record)
        and type_def.origin in {RecordOrigin.REQUEST, RecordOrigin.INPUT_VIEW}
    ]
    starts += [op.stream_input for op in api.operations.values() if op.stream_input is not None]
    return frozenset(reached(api.types, starts))


def written_in_output(api: Api) -> frozenset[str]:
    """The names of the types that occur in what operations answer, and in the fields of errors."""
    outputs = [o.output for o in api.operations.values() if o.output is not None]
    fields = [field.type for error in api.errors.values() for field in error.fields]
    return frozenset(reached(api.types, (*outputs, *fields)))
