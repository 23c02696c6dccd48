"""``int64``: whole numbers of 64 bits."""

from generator.kinds.numbers import integer

KIND = integer("int64", -(2**63), 2**63 - 1, bounded="Int64", also=("long",))
