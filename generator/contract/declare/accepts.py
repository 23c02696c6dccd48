"""Turns ``accept:`` into what is accepted, with a reason and perhaps a last day."""

import datetime

from generator.contract.declare.parts import AcceptDecl
from generator.contract.declare.reader import MappingReader, as_mapping
from generator.contract.problems import shape, values
from generator.model import Node, Sequence


def declare_accepts(reader: MappingReader, *, gone: bool = False) -> tuple[AcceptDecl, ...]:
    """What stands at ``accept`` of a declaration; one mapping counts as a list of one.

    gone: ``was`` may name what is no longer in the contract.
    """
    node = reader.node_at("accept")
    if node is None:
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    found = (_accept(item, reader, gone) for item in items)
    return tuple(accept for accept in found if accept is not None)


def _accept(node: Node, outer: MappingReader, gone: bool) -> AcceptDecl | None:
    found = as_mapping(node, "an item of 'accept'", outer.problems)
    if found is None:
        return None
    reader = MappingReader(found, "an item of 'accept'", outer.problems)
    for key, example in (("rule", "rule: unbounded-list"), ("reason", "reason: Agreed on.")):
        if key not in reader:
            place = reader.place(key)
            reader.problems.add(shape.missing_key(place, reader.owner, f"'{key}'", example))
    rule, reason = reader.text("rule"), reader.text("reason")
    if reason is not None and not reason.value.strip():
        hint = "say why it is accepted"
        reader.problems.add(
            shape.wrong_kind(reason.span, "'reason'", "a reason", "an empty text", hint)
        )
    until, was = reader.text("until"), reader.text("was") if gone else None
    last = None
    if until is not None:
        try:
            last = datetime.date.fromisoformat(until.value)
        except ValueError:
            reader.problems.add(values.bad_date(until.span, until.value))
    reader.finish()
    if rule is None or reason is None:
        return None
    return AcceptDecl(
        rule=rule,
        reason=reason.value,
        until=last,
        was=None if was is None else was.value,
        inside=outer.node.span,
    )
