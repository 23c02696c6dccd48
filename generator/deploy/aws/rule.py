"""What a rule of AWS's files is: a kind of finding, and the function that finds it.

cfn-lint judges templates by the schemas of their resources. A rule here finds what it does not
see, because it stands in two resources, in an API's document, or in a quota.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from generator.deploy.aws import rules
from generator.deploy.aws.template import Document, read
from generator.diagnostics import Diagnostic, Kind, Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    find: all places of a document where it is not kept; about: what it finds, in half a line for
    a table.
    """

    kind: Kind
    find: Callable[[Document], Iterator[Diagnostic]]
    about: str


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found: list[Rule] = [importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names]
    return {rule.kind.code: rule for rule in sorted(found, key=lambda rule: rule.kind.code)}


def judge(files: Mapping[str, bytes], problems: Problems) -> int:
    """What is wrong in templates and APIs, by their paths; other files are not looked at.

    Gives how many are templates or APIs, those included that cannot be read.
    """
    seen = 0
    for file, content in files.items():
        known = len(problems)
        document = read(file, content, problems)
        seen += document is not None or len(problems) > known
        if document is not None:
            for rule in all_rules().values():
                for diagnostic in rule.find(document):
                    problems.add(diagnostic)
    return seen
