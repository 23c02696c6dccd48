"""Turns what changed into the version that says so: semantic versioning of contracts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.check.diff import problems as p
from generator.check.diff.differ import Difference, Differences
from generator.diagnostics import Diagnostic
from generator.model import Api
from generator.model.change import Aspect, Grade

_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_MAJOR = re.compile(r"(?P<stem>.*\.)?v(?P<major>\d+)(?P<pre>(alpha|beta)\d+)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The least version that is honest.

    package: the package that a break needs, or the one there is; why: in a few words;
    problem: where the version of the new contract is neither the old one nor enough.
    """

    before: str
    now: str
    least: str
    package: str
    why: str
    problem: Diagnostic | None

    @property
    def is_enough(self) -> bool:
        """Whether the new contract has it already."""
        return _key(self.now) >= _key(self.least)


def propose(found: Differences, counting: Iterable[Difference]) -> Proposal:
    """The version for all that is different.

    counting: the differences that break somebody and are not accepted.
    """
    old, new = found.pair.old, found.pair.new
    grades = [one.old for one in counting]
    package, least, why = _least(old, new, grades, found.found)
    unchanged = new.version == old.version
    problem = None
    if new.version_span is not None and not unchanged and _key(new.version) < _key(least):
        problem = p.version_too_small(new.version_span, new.version, least, why)
    return Proposal(
        before=old.version,
        now=new.version,
        least=least,
        package=package,
        why=why,
        problem=problem,
    )


def next_major(old: Api, new: Api) -> bool:
    """Whether the new contract is the next major version, in a package of its own."""
    before, after = _MAJOR.match(old.package), _MAJOR.match(new.package)
    if before is None or after is None or before["stem"] != after["stem"]:
        return False
    return int(after["major"]) > int(before["major"]) or bool(before["pre"] and not after["pre"])


def _least(
    old: Api, new: Api, counting: list[Grade], found: tuple[Difference, ...]
) -> tuple[str, str, str]:
    major, minor, patch = _key(old.version)
    if next_major(old, new):
        match = _MAJOR.match(new.package)
        assert match is not None
        number = match["major"] if not match["pre"] else "0"
        return new.package, f"{number}.0.0", "it is a new major version"
    free = major == 0 or _is_early(old.package)
    said = "callers break" if {*counting} - {Grade.WEAKER} else "callers are promised less"
    if counting and not free:
        stem = _MAJOR.match(old.package)
        after = f"{stem['stem'] or ''}v{major + 1}" if stem else old.package
        return after, f"{major + 1}.0.0", said
    if counting:
        return old.package, f"{major}.{minor + 1}.0", f"{said}, before version 1"
    if any(_adds(one) for one in found):
        return old.package, f"{major}.{minor + 1}.0", "something is added"
    if any(one.old is not Grade.FINE for one in found):
        return old.package, f"{major}.{minor + 1}.0", "what breaks is accepted"
    if found:
        return old.package, f"{major}.{minor}.{patch + 1}", "nothing is added, and nobody breaks"
    return old.package, old.version, "nothing changed"


def _is_early(package: str) -> bool:
    match = _MAJOR.match(package)
    return match is not None and match["pre"] is not None


def _adds(one: Difference) -> bool:
    new = one.change.aspect is Aspect.EXISTENCE and one.change.new is not None
    return new or (one.new is not Grade.FINE and one.old is Grade.FINE)


def _key(version: str) -> tuple[int, int, int]:
    match = _NUMBERS.match(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else (0, 0, 0)
