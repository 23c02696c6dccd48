"""``float64``: numbers of IEEE 754 in 64 bits."""

from generator.kinds.numbers import FLOAT64_MOST, floating

KIND = floating("float64", FLOAT64_MOST, protobuf="double", also=("double",))
