"""Makes the kinds of whole and of floating-point numbers, which differ in their ranges."""

from collections.abc import Mapping
from decimal import Decimal

from generator.kinds.kind import NUMBERS, Carrier, Order, ProtoType, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, number_of
from generator.model import Json, Scalar

FLOAT64_MOST = Decimal("1.7976931348623157e308")
_LEAST_MAXIMUM = 2**31  # of the kinds of whole numbers


def integer(
    name: str,
    low: int,
    high: int,
    *,
    bounded: str,
    also: tuple[str, ...] = (),
    openapi: Mapping[str, str] | None = None,
) -> ScalarKind:
    """Whole numbers from ``low`` to ``high``; protobuf calls them as contracts do."""

    def parse(node: Scalar) -> Json:
        number = number_of(node, name)
        if not low <= number <= high:
            raise Misfit(f"{node.text} is outside of {name}, which goes from {low} to {high}")
        if number != int(number):
            raise Misfit(f"{node.text} is not a valid {name}: it has a fraction")
        return int(number)

    bits = "".join(filter(str.isdigit, name))
    sign = "" if low else ", none below zero"
    return ScalarKind(
        name=name,
        also=also,
        summary=f"whole numbers of {bits} bits{sign}",
        carrier=Carrier.INTEGER,
        python=PythonType(spelled="int", bounded=bounded),
        protobuf=ProtoType(name=name),
        json={"type": "integer", "format": name, "minimum": low, "maximum": high},
        openapi=openapi,
        constraints=NUMBERS,
        range=(Decimal(low), Decimal(high)),
        parse=parse,
        example=1,
        another=_next,
        key=int,
        order=Order.NUMBER,
    )


def floating(
    name: str,
    most: Decimal,
    *,
    protobuf: str,
    bounded: str | None = None,
    also: tuple[str, ...] = (),
    limits: Mapping[str, float] | None = None,
) -> ScalarKind:
    """Floating-point numbers up to ``most``; ``limits``: what the JSON Schema says of that."""

    def parse(node: Scalar) -> Json:
        number = number_of(node, name)
        if abs(number) > most:
            raise Misfit(f"{node.text} is outside of {name}")
        return float(number)

    return ScalarKind(
        name=name,
        also=also,
        summary=f"numbers of {name[5:]} bits, neither infinite nor NaN",
        carrier=Carrier.FLOAT,
        python=PythonType(spelled="float", bounded=bounded),
        protobuf=ProtoType(name=protobuf),
        json={"type": "number", "format": protobuf, **(limits or {})},
        constraints=NUMBERS,
        range=(-most, most),
        parse=parse,
        example=1.5,
        value=lambda value: float(str(value)),
        another=lambda value, number: value + number if isinstance(value, float) else None,
        order=Order.NUMBER,
    )


def _next(value: Json, number: int) -> Json:
    fits = isinstance(value, int) and value + number < _LEAST_MAXIMUM
    return value + number if fits and isinstance(value, int) else None
