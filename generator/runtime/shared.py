"""Makes what copies of this package have in common one thing in a process: the first copy's.

`except` compares classes by identity, so that copies understand each other's errors only if the
classes are the same objects. The first copy to be loaded plants them in ``sys.modules``.
"""

import sys
import threading
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")

# Counts up when a class that is shared changes in a way that copies of before can live with. Where
# copies differ, all use the class of the first one, with the content of the newest.
REVISION = 1

_PLACE = "_diptych_shared"
_OWN = {"__dict__", "__weakref__", "__module__"}  # what a class does not hand on


def shared(cls: type[T]) -> type[T]:
    """The class of this name that the first copy has defined, if it has the fields of this one."""
    known = one(cls.__name__, cls)
    if known is cls or _fixed(known) != _fixed(cls):
        return cls
    planted = vars(_place())
    with planted["lock"]:
        if planted[f"{cls.__name__}.revision"] < REVISION and _fixed(known) is None:
            planted[f"{cls.__name__}.revision"] = REVISION
            for name, value in vars(cls).items():
                if name not in _OWN:
                    setattr(known, name, value)
        # Its copy may have been unloaded, and pickles name a module.
        if known.__module__ not in sys.modules:
            known.__module__ = cls.__module__
    return known


def one(name: str, value: T) -> T:
    """The value that the first copy has planted under a name."""
    planted = vars(_place())
    with planted["lock"]:
        if name not in planted:
            planted[f"{name}.revision"] = REVISION
            planted[name] = value
        known: T = planted[name]
    return known


def is_copy(cls: type, own: type) -> bool:
    """Whether a class is what a contract's own one is in another copy of the generated code."""
    return cls is not own and cls.__name__ == own.__name__ and _home(cls) == _home(own)


def _place() -> ModuleType:
    made = ModuleType(_PLACE, "What the copies of generated support code share.")
    vars(made)["lock"] = threading.RLock()
    return sys.modules.setdefault(_PLACE, made)


def _fixed(cls: type) -> list[str] | None:
    """What no later copy can change: members of an enum, a struct or a class with slots."""
    for place in ("__members__", "__struct_fields__", "__slots__"):
        if hasattr(cls, place):
            return [*getattr(cls, place)]
    return None


def _home(cls: type) -> list[str]:
    """``generated.products.errors`` → ``products``, ``errors``"""
    return cls.__module__.split(".")[-2:]
