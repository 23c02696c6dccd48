"""``bool``: true or false."""

from generator.kinds.kind import Carrier, ProtoType, PythonType, ScalarKind
from generator.kinds.misfit import Misfit
from generator.model import Json, Scalar


def _parse(node: Scalar) -> Json:
    if isinstance(node.value, bool):
        return node.value
    raise Misfit(f"'{node.text}' is neither true nor false")


KIND = ScalarKind(
    name="bool",
    also=("boolean",),
    summary="true or false",
    carrier=Carrier.BOOL,
    python=PythonType(spelled="bool"),
    protobuf=ProtoType(name="bool"),
    json={"type": "boolean"},
    parse=_parse,
    example=True,
)
