"""Runs what the documents show: commands, programs and contracts, and follows their links.

A fence's language says what happens to it: ``console`` runs after each ``$``, and its output must
match (``...`` stands for anything); ``python`` runs as a program, after the file's earlier ones;
``yaml`` is built as a contract. Of ``sh`` the programs and their options must exist; ``text`` and
the like are only read. A ``console continued`` goes on where the one before it ended.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.metadata import distribution
from pathlib import Path

import click
import pytest

from generator import build
from generator.cli import cli
from tests import reference

DOCUMENTS = sorted(
    path
    for path in [*Path().glob("*.md"), *Path("docs").rglob("*.md")]
    if not path.is_relative_to("docs/diagnostics")
)
HEAD = "contract: docs.example.v1\ntitle: Example\nversion: 1.0.0\n"
# Of others: that a reader has them is not looked at.
PROGRAMS = ("aws", "cd", "cfn-lint", "curl", "envoy", "gen", "kubectl", "nginx", "python")
PROJECT = ("contracts", "generated", "examples", "pyproject.toml")

_FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block, and where it stands."""

    document: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def _blocks(document: Path) -> list[Block]:
    text = document.read_text("utf-8")
    blocks: list[Block] = []
    for match in _FENCE.finditer(text):
        language, further, content = match.groups()
        if further == "continued":
            last = max(place for place, one in enumerate(blocks) if one.language == language)
            blocks[last] = replace(blocks[last], text=blocks[last].text + content)
        else:
            line = text.count("\n", 0, match.start()) + 1
            blocks.append(Block(document, line, language, content))
    return blocks


BLOCKS = [block for document in DOCUMENTS for block in _blocks(document)]


def _of(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a reader has in front of them."""
    for name in PROJECT:
        if Path(name).is_dir():
            shutil.copytree(name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(name, tmp_path)
    return tmp_path


def _environment(project: Path) -> dict[str, str]:
    scripts = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(project),
        "COLUMNS": "100",
        **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "NO_COLOR": "1",
    }


@pytest.mark.parametrize("block", _of("yaml"), ids=str)
def test_a_contract_in_the_docs_builds(block: Block, tmp_path: Path) -> None:
    contract = tmp_path / "example.yaml"
    contract.write_text(block.text if "contract:" in block.text else HEAD + block.text, "utf-8")
    result = build(contract, output=tmp_path / "out")
    assert result.ok, [str(diagnostic) for diagnostic in result.diagnostics]


@pytest.mark.parametrize("block", _of("console"), ids=str)
def test_a_command_in_the_docs_does_what_they_say(block: Block, project: Path) -> None:
    commands = _COMMAND.findall(block.text)
    assert "".join(f"$ {command}\n{output}" for command, output in commands) == block.text
    folder = project
    for command, expected in commands:
        if re.fullmatch(r"cd \S+", command):
            folder /= command.removeprefix("cd ")
            continue
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=_environment(project),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*")
        assert re.fullmatch(pattern, done.stdout.strip(), re.DOTALL), done.stdout


@pytest.mark.parametrize("document", sorted({block.document for block in _of("python")}), ids=str)
def test_the_programs_in_a_document_run(document: Path, project: Path) -> None:
    programs = [block.text for block in _of("python") if block.document == document]
    (project / "test_document.py").write_text("\n".join(programs), "utf-8")
    command = [sys.executable, "-W", "error", "test_document.py"]
    if any("\nimport pytest\n" in program for program in programs):  # it shows tests
        command[1:] = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_document.py"]
    subprocess.run(command, cwd=project, env=_environment(project), timeout=120, check=True)


SHELL = [
    (block, line)
    for block in _of("sh")
    for line in block.text.replace("\\\n", "").splitlines()
    if line.strip()
]


@pytest.mark.parametrize(("block", "line"), SHELL, ids=lambda value: str(value)[:60])
def test_a_command_that_is_only_shown_exists(block: Block, line: str) -> None:
    """Those that serve, install or change a machine are read: the program and its options."""
    words = shlex.split(line, comments=True)
    name = words[0].rpartition("/")[2] if words else ""
    if name == "gen" and not words[1].startswith("-"):
        words = words[: words.index(">")] if ">" in words else words
        found, _, rest = cli.resolve_command(click.Context(cli), words[1:])
        assert found is not None
        command = cli.get_command(click.Context(cli), found)
        assert command is not None
        while isinstance(command, click.Group) and rest:
            found, inner, rest = command.resolve_command(click.Context(command), list(rest))
            assert inner is not None, found
            command = inner
        command.make_parser(click.Context(command)).parse_args(list(rest))
    elif name == "make":
        assert f"\n{words[1]}:" in Path("Makefile").read_text("utf-8")
    elif name == "pip":
        assert words[1] == "install"
        extras = {extra for word in words for extra in re.findall(r"\[(\w+)\]", word)}
        known = distribution("diptych").metadata.get_all("Provides-Extra") or []
        assert extras <= set(known)
    elif words[1:2] == ["-m"] and words[2] == "generated.products":
        printed = subprocess.run(
            [sys.executable, "-m", "generated.products", "serve", "-h"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert all(word in printed for word in words if word.startswith("--"))
    else:
        assert name in PROGRAMS or line.startswith(" "), str(block)


def test_the_reference_has_every_argument_as_it_is() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.page(), "python -m tests.reference"


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_the_links_of_a_document_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    for target in _LINK.findall(_FENCE.sub("", text)):
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        path = document.parent / name if name else document
        assert path.exists(), target
        if anchor and path.suffix == ".md":
            assert anchor in _anchors(path), target


def _anchors(document: Path) -> set[str]:
    """The anchors of the headings, as forges make them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_service_of_the_readme_is_that_of_the_example() -> None:
    [shown] = [
        block.text
        for block in _of("python")
        if block.document.name == "README.md" and "class ProductList" in block.text
    ]
    shown = shown[shown.index("class ProductList") :].split("\n", 1)[1]
    assert shown in Path("examples/products.py").read_text("utf-8")


# What pages once said, and what is not so.
UNTRUE = [
    r"every protobuf runtime",
    r"every violation\b",
    r"[Cc]alls that run are finished",
    r"within the timeout",
    r"never a lost update",
    r"comes from datamodel",
]


@pytest.mark.parametrize("sentence", UNTRUE)
def test_no_page_and_no_docstring_says_what_is_not_so(sentence: str) -> None:
    sources = [*Path("generator/runtime").rglob("*.py"), *Path("templates").rglob("*.j2")]
    sources += Path("generator/styles").rglob("runtime/*.py")
    found = [
        path for path in (*DOCUMENTS, *sources) if re.search(sentence, path.read_text("utf-8"))
    ]
    assert found == []
