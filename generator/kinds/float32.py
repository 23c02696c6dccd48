"""``float32``: numbers of IEEE 754 in 32 bits."""

from decimal import Decimal

from generator.kinds.numbers import floating

_MOST = 3.4028234663852886e38

KIND = floating(
    "float32",
    Decimal(repr(_MOST)),
    protobuf="float",
    bounded="Float32",
    limits={"minimum": -_MOST, "maximum": _MOST},
)
