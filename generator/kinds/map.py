"""``map<T>``: texts, each with a value."""

from generator.kinds.kind import ContainerKind
from generator.model import MapRef

KIND = ContainerKind(
    name="map",
    also=("dict", "object", "record"),
    summary="values by keys that are texts",
    constraints=frozenset(),
    of=lambda value: MapRef(value=value),
    python="dict[str, {}]",
    empty="dict",
    json=lambda value: {"type": "object", "additionalProperties": value},
    protobuf="map<string, {}>",
    proto_field="entries",
    proto_suffix="Map",
    proto_doc="A map as one value.",
)
