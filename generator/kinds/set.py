"""``set<T>``: a list without repeats."""

from dataclasses import replace

from generator.kinds import list as lists
from generator.model import ListRef

KIND = replace(
    lists.KIND,
    name="set",
    also=(),
    summary="a list without repeats",
    of=lambda item: ListRef(item=item, unique=True),
    json=lambda item: {**lists.KIND.json(item), "uniqueItems": True},
)
