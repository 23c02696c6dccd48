"""Turns what an operation promises beside its types into the model's: deadline, retry, cache."""

from dataclasses import dataclass

from generator.contract.declare.declarations import Defaults, OperationDecl
from generator.contract.problems import bodies as body_problem
from generator.contract.problems import promises as problem
from generator.diagnostics import Problems
from generator.model import Cache, Retry


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Of one operation."""

    timeout: float | None
    retry: Retry | None
    cache: Cache | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the promises of an operation depend on.

    repeatable: it is safe or idempotent; streams: items or pieces go in, or come back; kept: no
    answer is a stream of items, so that a cache can keep it.
    """

    safe: bool
    repeatable: bool
    open_to_all: bool
    streams: bool
    kept: bool


def promises(
    decl: OperationDecl, defaults: Defaults, traits: Traits, problems: Problems
) -> Promises:
    """What is said, and what the defaults say where they can hold: none of them does for streams.

    A deadline is that of the whole stream, so that one for answers would end every longer one.
    """
    timeout = decl.timeout or (None if traits.streams else defaults.timeout)
    return Promises(
        timeout=None if timeout is None else timeout.seconds,
        retry=_retry(decl, defaults, traits, problems),
        cache=_cache(decl, traits, problems),
    )


def _retry(
    decl: OperationDecl, defaults: Defaults, traits: Traits, problems: Problems
) -> Retry | None:
    written = decl.retry
    if written is None:
        written = defaults.retry if traits.repeatable and not traits.streams else None
    if written is None or written.attempts == 0:
        return None
    place = decl.places.get("retry", written.span)
    if traits.streams:
        why = "what has gone through it is gone"
        hint = "remove it, and begin a new call where the old one broke off"
        problems.add(body_problem.not_with_streams(place, "retry", why, hint))
        return None
    if not traits.repeatable:
        problems.add(problem.not_repeatable(place, decl.name.value))
        return None
    return Retry() if written.attempts is None else Retry(attempts=written.attempts)


def _cache(decl: OperationDecl, traits: Traits, problems: Problems) -> Cache | None:
    """What needs credentials is the caller's own, unless it says otherwise (RFC 9111 §3.5)."""
    if decl.cache is None:
        return None
    if not traits.kept:
        why = "it tells what happens meanwhile"
        hint = "remove it, or answer with all items at once: output: list<T>"
        problems.add(body_problem.not_with_streams(decl.cache.span, "cache", why, hint))
        return None
    if not traits.safe:
        problems.add(problem.cache_unsafe(decl.cache.span, decl.name.value))
    private = decl.cache.private or not (traits.open_to_all or decl.cache.public)
    return Cache(max_age=int(decl.cache.max_age.seconds), private=private)
