"""``int32``: whole numbers of 32 bits."""

from generator.kinds.numbers import integer

KIND = integer("int32", -(2**31), 2**31 - 1, bounded="Int32")
