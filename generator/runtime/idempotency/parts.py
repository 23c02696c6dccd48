"""The calls that one request holds, and its Idempotency-Key."""

from copy import copy

from ..call import Call
from .header import HEADER, numbered


def one_of_many(call: Call, index: int) -> Call:
    """A call of its own for one of many, counted from 0; their one key stands for all of them."""
    part = copy(call)
    key = call.idempotency_key
    if key is not None:
        part.headers = {**call.headers, HEADER: numbered(key, index + 1)}
    return part
