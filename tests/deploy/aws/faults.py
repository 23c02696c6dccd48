"""Puts seeded faults into what is written, and says who finds each: cfn-lint, or a rule of ours.

``python -m tests.deploy.aws.faults`` writes the table, ``faults.md``, beside this module.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.deploy.aws.rule import judge
from generator.diagnostics import Problems
from tests.deploy.aws.api_gateway.faults import FAULTS as APIS
from tests.deploy.aws.fault import Fault
from tests.deploy.aws.linter import linted
from tests.deploy.aws.listener_faults import FAULTS as LISTENERS
from tests.deploy.fronts import bound, files_of

FAULTS: tuple[Fault, ...] = (*APIS, *LISTENERS)
TABLE = Path(__file__).with_name("faults.md")
_HEAD = """\
# Who finds seeded faults

Each is a small edit of what `gen deploy aws` writes for an example contract, such as a person
makes. Nothing is found in what is not edited. Written by `python -m tests.deploy.aws.faults`.

"""


@cache
def written(contract: str) -> dict[str, bytes]:
    """The folder of a contract, all parts."""
    return files_of("aws", bound([Path("contracts") / f"{contract}.yaml"]))[0]


def edited(fault: Fault) -> bytes:
    """The file with the fault in it."""
    text = written(fault.contract)[fault.file].decode()
    assert fault.old in text, fault
    return text.replace(fault.old, fault.new, 1).encode()


def finders() -> dict[Fault, tuple[str, ...]]:
    """Who finds each fault: ``cfn-lint`` in a template, and codes of ours."""
    return {fault: _finders(fault.file, edited(fault)) for fault in FAULTS}


def _finders(file: str, content: bytes) -> tuple[str, ...]:
    return (
        *(["cfn-lint"] if _is_template(file) and linted(content) else []),
        *_codes(file, content),
    )


def _is_template(file: str) -> bool:
    """Whether a file is for CloudFormation, and not for an importer of APIs."""
    return file.endswith("template.yaml")


def _codes(file: str, content: bytes) -> tuple[str, ...]:
    """The codes of ours that are found in a file."""
    problems = Problems()
    judge({file: content}, problems)
    return tuple(sorted({found.code for found in problems}))


def table(found: dict[Fault, tuple[str, ...]]) -> str:
    """The page, with who finds each fault."""
    missed = sum(not names for names in found.values())
    lines = [
        f"**{len(found) - missed} of {len(found)} are found.**",
        "",
        "| in | contract | fault | found by |",
        "|---|---|---|---|",
        *_rows(found),
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _rows(found: dict[Fault, tuple[str, ...]]) -> Iterator[str]:
    for fault, names in found.items():
        links = (
            name if name == "cfn-lint" else f"[{name}](../../../docs/diagnostics/{name}.md)"
            for name in names
        )
        by = ", ".join(links) or "**nobody**"
        yield f"| `{fault.file}` | {fault.contract} | {fault.name} | {by} |"


if __name__ == "__main__":
    TABLE.write_text(table(finders()), "utf-8", newline="\n")
