"""The layout of real contracts: stable, and the same from wherever it began."""

import random
from difflib import unified_diff
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.check.format import formatted
from generator.cli import cli
from generator.contract.source import SourceText, parse
from generator.diagnostics import Problems
from generator.model import Mapping, Node, Scalar, Sequence
from tests.check.format.otherwise import Otherwise, entries

ROOT = Path(__file__).parents[3]
CONTRACTS = [*ROOT.glob("contracts/*.yaml"), *ROOT.glob("contracts/shared/*.yaml")]
OTHERS = sorted(
    path
    for folder in ("contracts", "templates", "tests", "docs", "examples", "editors")
    for path in ROOT.joinpath(folder).rglob("*.yaml")
)


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def nodes(text: str) -> Mapping | None:
    problems = Problems()
    parsed = parse(SourceText("a.yaml", text), problems)
    return None if parsed is None or problems.failed else parsed.root


def sorted_keys(node: Node) -> object:
    """Plain data that can be compared whatever the order of keys."""
    match node:
        case Mapping():
            return sorted((entry.key, repr(sorted_keys(entry.value))) for entry in node)
        case Sequence():
            return [sorted_keys(item) for item in node.items]
        case Scalar():
            return type(node.value).__name__, node.text


def test_every_contract_of_the_repository_keeps_its_meaning_and_is_formatted_once() -> None:
    count = 0
    for path in OTHERS:
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        found = formatted(text, path.name, Problems())
        assert (found is None) == (nodes(text) is None), path
        if found is None:
            continue
        count += 1
        before, after = nodes(text), nodes(found)
        assert before is not None and after is not None
        assert repr(sorted_keys(before)) == repr(sorted_keys(after)), path
        assert formatted(found, path.name, Problems()) == found, path
    assert count > 150


@pytest.mark.parametrize("name", [*names(CONTRACTS), "templates/init/notes.yaml"])
def test_our_own_contracts_are_formatted(name: str) -> None:
    text = ROOT.joinpath(name).read_text("utf-8")
    assert formatted(text, name, Problems()) == text


def test_what_init_makes_is_formatted(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path)])
    assert done.exit_code == 0, done.output
    for path in tmp_path.rglob("*.yaml"):
        text = path.read_text("utf-8")
        assert formatted(text, path.name, Problems()) == text


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", names(CONTRACTS))
def test_a_contract_written_otherwise_gets_the_same_layout(name: str, seed: int) -> None:
    text = ROOT.joinpath(name).read_text("utf-8")
    rng = random.Random(f"{name}{seed}")
    paths = [path for path in entries(text) if path[0] != "description"]
    some = [path for path in paths if rng.random() < 0.2]
    # What stands above the first key of a file is its head, and stays there.
    above = {path: f"# above {number}" for number, path in enumerate(some) if len(path) > 1}
    behind = {path: f"# behind {number}" for number, path in enumerate(some)}
    tidy = Otherwise(random.Random(0), above, behind, tidy=True).text(text)
    other = Otherwise(rng, above, behind).text(text)
    wanted = formatted(tidy, name, Problems())
    assert wanted is not None
    problems = Problems()
    found = formatted(other, name, problems)
    assert found is not None, [f"{each.span}: {each.message}" for each in problems]
    assert list(unified_diff(wanted.split("\n"), found.split("\n"))) == []
    for comment in [*above.values(), *behind.values()]:
        assert sum(line.endswith(comment) for line in found.split("\n")) == (comment in tidy)


EDITS = (
    lambda rng, line: " " * rng.randint(0, 8) + line,
    lambda rng, line: line[rng.randint(0, 4) :],
    lambda rng, line: line + " " * rng.randint(1, 3),
    lambda _rng, line: line.replace(": ", ":   ", 1),
    lambda _rng, line: line.replace(": ", ":\n          ", 1),
    lambda _rng, line: line.replace(", ", ",\n        ", 1),
    lambda _rng, line: line.replace("{", "{\n      ", 1),
    lambda _rng, line: line.replace("- ", "-\n       ", 1),
    lambda _rng, line: line.replace(": ", ": &a ", 1),
    lambda _rng, line: line.replace(": ", ": !!str ", 1),
    lambda _rng, line: line.replace(": ", ": |\n            ", 1),
    lambda _rng, line: line.replace(": ", ": >+\n            ", 1),
    lambda _rng, line: "\n\n" + line,
    lambda _rng, line: line + "\n" + line,
    lambda _rng, _line: "",
    lambda rng, line: (
        line[: (at := rng.randint(0, len(line)))] + rng.choice("{}[]:,#&*!|>'\"\\ -?") + line[at:]
    ),
    lambda rng, line: line[: (at := rng.randint(0, len(line)))] + line[at + 1 :],
)


def with_comments(rng: random.Random, lines: list[str]) -> tuple[str, list[str]]:
    """The lines with comments in odd places, and the comments that YAML takes for such."""
    text = "\n".join(lines)
    found: list[str] = []
    read = nodes(text)
    for number in range(rng.randint(1, 4)):
        comment = f"# c{number}."
        at = rng.randint(0, len(text))
        at = text.find("\n", at) if rng.random() < 0.7 else at
        blank = rng.choice(["", "\n"]) + " " * rng.randint(0, 9)
        if rng.random() < 0.3:
            at = max(text.rfind(", ", 0, max(at, 0)) + 1, text.rfind("{", 0, max(at, 0)) + 1)
        changed = f"{text[:at]}{blank}{' ' if not blank.strip(' ') else ''}{comment}\n{text[at:]}"
        if read is not None and nodes(changed) == read:
            text, found = changed, [*found, comment]
    return text, found


@pytest.mark.parametrize("seed", range(8))
def test_random_edits_neither_crash_the_layout_nor_lose_a_comment(seed: int) -> None:
    rng = random.Random(seed)
    kept = fuzz(rng, ROOT.joinpath("templates/init/notes.yaml").read_text("utf-8"), 60)
    assert kept > 10


def fuzz(rng: random.Random, contract: str, rounds: int) -> int:
    """How many of the edited contracts could be read."""
    count = 0
    for _ in range(rounds):
        lines = contract.split("\n")
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(lines))
            lines[at] = rng.choice(EDITS)(rng, lines[at])
        text, comments = with_comments(rng, lines)
        found = formatted(text, "a.yaml", Problems())
        if found is None:
            assert nodes(text) is None, text
            continue
        count += 1
        assert all(found.count(comment) == text.count(comment) for comment in comments), text
        assert formatted(found, "a.yaml", Problems()) == found, text
    return count
