"""Lets eight threads use types for the first time at once, in one way; see test_first_use."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import msgspec

from generator.runtime.unions import convert, reader

DATA = b'{"m1":"x","next":{"m2":"y","next":{"more":[{"next":null}]}},"more":[{"m1":"a"}]}'
# With what the type holds of each level, msgspec takes long enough for others to come meanwhile.
LEVELS = 6
ROUNDS = 60


def chain() -> type[msgspec.Struct]:
    """A struct that holds others, several levels deep, which nobody has used."""
    last = msgspec.defstruct("Last", [("next", None, None)])
    for level in range(LEVELS):
        members = [(f"m{number}", str | None, None) for number in range(12)]
        nested = [
            ("next", last | None, None),
            ("more", list[last], msgspec.field(default_factory=list)),
        ]
        last = msgspec.defstruct(f"Level{level}", [*members, *nested])
    return last


def read(cls: Any) -> None:
    reader(cls)(DATA)


def take(cls: Any) -> None:
    convert(msgspec.json.decode(DATA), cls)


WAYS: dict[str, Callable[[Any], None]] = {"read": read, "take": take}


def main(way: str) -> None:
    """Use a new type in each round."""
    sys.setswitchinterval(1e-5)
    for _ in range(ROUNDS):
        cls, together = chain(), threading.Barrier(8)

        def use(cls: Any = cls, together: threading.Barrier = together) -> None:
            together.wait()
            WAYS[way](cls)

        threads = [threading.Thread(target=use) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main(sys.argv[1])
