"""Keeps the two sides of a call from getting into each other's way: cores of their own."""

import contextlib
import os
from collections.abc import Iterator


def halves() -> tuple[frozenset[int], frozenset[int]]:
    """The cores for the one who calls and for the servers; empty where they cannot be chosen."""
    if not hasattr(os, "sched_getaffinity"):
        return frozenset(), frozenset()
    cores = sorted(os.sched_getaffinity(0))
    half = len(cores) // 2
    return frozenset(cores[:half]), frozenset(cores[half:]) if half else frozenset()


@contextlib.contextmanager
def kept_to(cores: frozenset[int]) -> Iterator[None]:
    """Run on these cores only while the block runs; on any, where there are none."""
    if not cores:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
