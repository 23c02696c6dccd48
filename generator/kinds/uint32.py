"""``uint32``: whole numbers of 32 bits, none below zero."""

from generator.kinds.numbers import integer

# Every value is an int64, which all generators know; the bounds stay.
KIND = integer(
    "uint32", 0, 2**32 - 1, bounded="UInt32", openapi={"format": "int64", "x-format": "uint32"}
)
