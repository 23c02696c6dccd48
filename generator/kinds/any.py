"""``any``: any value of JSON."""

from decimal import Decimal

from generator.kinds.kind import Carrier, ProtoType, PythonType, ScalarKind
from generator.kinds.misfit import Misfit
from generator.kinds.numbers import FLOAT64_MOST
from generator.model import Json, to_json


def plain_json(value: Json) -> Json:
    """The same data with numbers as int or float, as a JSON reader would have them."""
    match value:
        case Decimal():
            if not value.is_finite() or abs(value) > FLOAT64_MOST:
                raise Misfit("JSON has no such number")
            return float(value)
        case list():
            return [plain_json(item) for item in value]
        case dict():
            return {key: plain_json(item) for key, item in value.items()}
        case _:
            return value


KIND = ScalarKind(
    name="any",
    summary="any value of JSON",
    carrier=Carrier.JSON,
    python=PythonType(spelled="Any", module="typing"),
    protobuf=ProtoType(name="Value", file="google/protobuf/struct.proto"),
    json={},
    parse=lambda node: plain_json(to_json(node)),
    example={"key": "value"},
)
