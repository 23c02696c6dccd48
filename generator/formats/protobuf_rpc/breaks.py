"""What a change of an rpc means to those who call it in protobuf."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.formats.protobuf.file import Message, ResponseForm, Rpc
from generator.formats.protobuf_rpc.binding import RpcBinding
from generator.model.change import Grade, Verdict, both_break


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An rpc with its path; number: of the response's field for the value, None without one."""

    rpc: Rpc
    path: str
    number: int | None


def reached(binding: RpcBinding, operation: str) -> Reached:
    """How an operation is called."""
    rpc = binding.rpc(operation)
    number = None
    if rpc.answer is ResponseForm.WRAPPED:
        fields = binding.file.message(rpc.response).fields
        number = next(field.number for field in fields if field.name == rpc.result)
    return Reached(rpc=rpc, path=binding.path(operation), number=number)


def compared(old: Reached, new: Reached) -> Iterator[Verdict]:
    """What the caller of one meets at the other; what streams is a change of its own."""
    before, after = old.rpc, new.rpc
    if old.path != new.path:
        yield both_break(f"{old.path} became {new.path}")
    if (before.item is None) != (after.item is None) and before.client_stream:
        yield both_break(f"an item is {_around(after.item)}")
    forms = {before.answer, after.answer}
    if len(forms) == 2 and ResponseForm.EMPTY not in forms:
        yield both_break(f"the answer is {_around(after.result)}")
    elif old.number != new.number and None not in (old.number, new.number):
        yield both_break(f"the answer's field {old.number} became {new.number}")


def presence(old: RpcBinding, new: RpcBinding) -> Iterator[Verdict]:
    """What it means that required scalars are told from zero, or no longer."""
    labels = [_labels(binding) for binding in (old, new)]
    before, after = labels
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    if any(after[key] for key in changed):
        yield Verdict(old=Grade.BREAKS, why="a zero that is not written is refused as missing")
    if any(before[key] for key in changed):
        yield Verdict(new=Grade.BREAKS, why="a zero is not written, and refused as missing")


def _labels(binding: RpcBinding) -> dict[tuple[str, str], bool]:
    """Of every single field: whether its presence is told."""
    return {
        (message.name, field.name): field.label == "optional"
        for message in binding.file.declarations
        if isinstance(message, Message) and message.oneof is None
        for field in message.fields
        if field.label != "repeated"
    }


def _around(field: str | None) -> str:
    return "the message itself" if field is None else f"the field '{field}' of a message"
