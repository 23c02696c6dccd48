"""Turns the text of a contract into the same contract in the one layout."""

from generator.check.format.layout import laid_out
from generator.check.format.meaning import same_meaning
from generator.check.format.order import contract_shape
from generator.check.format.read import read_tree
from generator.contract.source import SourceText, parse
from generator.contract.source.parse import without_gc
from generator.diagnostics import Problems
from generator.model import Mapping

_BOM = "\ufeff"


class MeaningChangedError(Exception):
    """What the layout made does not read as what it was made from: a bug of ours."""


def formatted(text: str, file: str, problems: Problems) -> str | None:
    """The text in the one layout; None where it cannot be read, with the reasons in ``problems``.

    text: of a contract, valid or not, as long as it is YAML that the language reads; what it means
    is not looked at. file: the name by which diagnostics call it. The result has ``\\n`` as line
    breaks, means the same node by node, has the same comments, and is laid out as itself.
    MeaningChangedError where it would not mean the same, which is a bug of ours.
    """
    text = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    root = _root(text, file, problems)
    if root is None:
        return None
    with without_gc():
        found = laid_out(read_tree(text))
    if found == text:
        return found
    again = _root(found, file, Problems())
    if again is None or not same_meaning(root, again, contract_shape()):
        raise MeaningChangedError(f"the layout would change what {file} means")
    return found


def _root(text: str, file: str, problems: Problems) -> Mapping | None:
    """The contract's nodes; None where anything is wrong with its YAML."""
    found = Problems()
    parsed = parse(SourceText(file, text), found)
    problems.texts.update(found.texts)
    for problem in found:
        problems.add(problem)
    return None if parsed is None or found.failed else parsed.root
