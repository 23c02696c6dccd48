"""``list<T>``: values in their order."""

from generator.kinds.kind import ITEMS, ContainerKind
from generator.model import ListRef

KIND = ContainerKind(
    name="list",
    also=("array", "iterable", "repeated", "sequence"),
    summary="values in their order",
    constraints=ITEMS,
    of=lambda item: ListRef(item=item),
    python="list[{}]",
    empty="list",
    json=lambda item: {"type": "array", "items": item},
    protobuf="repeated {}",
    proto_field="items",
    proto_suffix="List",
    proto_doc="A list as one value.",
)
