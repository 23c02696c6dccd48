"""``uint64``: whole numbers of 64 bits, none below zero."""

from generator.kinds.numbers import integer

# All values below 2**63 are an int64, which all generators know; the bounds stay.
KIND = integer(
    "uint64", 0, 2**64 - 1, bounded="UInt64", openapi={"format": "int64", "x-format": "uint64"}
)
