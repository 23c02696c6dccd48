"""Works on types that refer to each other in long chains, from anywhere in a program.

msgspec looks at a type and, on the way, at all that it refers to (and so does protobuf): for a
chain of a thousand records that takes a thousand nested calls, more than Python allows, or than are
left where the first call is made. Done once per type; what it finds is kept.
"""

import contextlib
import contextvars
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

T = TypeVar("T")

_STACK = 256 * 1024 * 1024  # bytes of address space; only what is used takes memory
_FRAMES = 50_000
_NAME = "long stack"
_lock = threading.Lock()
_limits: list[int] = []  # what it was before each that is at work
_infos: dict[Any, inspect.Type] = {}
_kept: set[type] = set()
_preparing = threading.Lock()
_prepared: set[Any] = set()


def deep_call(make: Callable[[], T]) -> T:
    """What ``make`` returns; where the stack is too short for it, on one of its own."""
    try:
        return make()
    except RecursionError:
        if threading.current_thread().name == _NAME:
            raise
    return on_a_long_stack(make)


def type_info(type_: Any) -> inspect.Type:
    """What msgspec knows of a type and all that it refers to; found once."""
    found = _infos.get(type_)
    if found is None:
        found = _infos[type_] = deep_call(lambda: inspect.type_info(type_))
        _keep(found)
    return found


def prepared(type_: T) -> T:
    """The same type, after msgspec has looked at all of its structs.

    msgspec does that when it first decodes or converts, and what it keeps of a struct is in place
    before it is complete: another thread that uses it meanwhile ends the process with a
    segmentation fault (msgspec 0.22). So the first use of a type is here, by one thread at a time.
    """
    if type_ not in _prepared:
        deep_call(lambda: _prepare(type_))
        _prepared.add(type_)
    return type_


def _prepare(type_: Any) -> None:
    with _preparing:
        msgspec.json.Decoder(type_)


def _keep(found: inspect.Type) -> None:
    """Keep what is known of all structs on the way: most of them will be asked for."""
    todo = [found]
    while todo:
        match todo.pop():
            case inspect.StructType() as info:
                if _infos.setdefault(info.cls, info) is info and info.cls not in _kept:
                    _kept.add(info.cls)
                    todo += (field.type for field in info.fields)
            case inspect.ListType(item_type=item):
                todo.append(item)
            case inspect.DictType(value_type=item):
                todo.append(item)
            case inspect.UnionType(types=types):
                todo += types
            case inspect.Metadata(type=inner):
                todo.append(inner)
            case _:
                pass


def on_a_long_stack(make: Callable[[], T]) -> T:
    """What ``make`` returns, called in a thread that may nest 50,000 calls."""
    if threading.current_thread().name == _NAME:
        return make()
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(make())
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    context = contextvars.copy_context()
    with _more_frames():
        thread = threading.Thread(None, context.run, _NAME, (run,), daemon=True)
        with _lock:  # the size holds for every thread that starts meanwhile
            size = threading.stack_size(_STACK)
            thread.start()
            threading.stack_size(size)
        thread.join()
    if errors:
        raise errors[0]
    return results[0]


@contextlib.contextmanager
def _more_frames() -> Iterator[None]:
    """Python's limit, which holds for all threads, is raised while any of them needs it."""
    with _lock:
        _limits.append(sys.getrecursionlimit())
        sys.setrecursionlimit(max(_limits[0], _FRAMES))
    try:
        yield
    finally:
        with _lock:
            before = _limits[0]
            _limits.pop()
            if not _limits:
                sys.setrecursionlimit(before)
