"""What a seeded fault is: a small edit of what is written, such as a person makes."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault; file: of the folder that is written for one contract.

    The first place where ``old`` stands is edited. finder: a code of ours, ``cfn-lint``, or ""
    where it is known that nobody finds it.
    """

    name: str
    contract: str
    file: str
    old: str
    new: str
    finder: str
