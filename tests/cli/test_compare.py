"""``gen compare`` as a user runs it: in a terminal, in a pipe, into a file, and in vain."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.styles import registry
from tests.cli.conftest import Gen

GEN = Path(sys.executable).with_name("gen")
NOTES = "contracts/notes.yaml"
OPERATIONS = "  AddNote: {create: Note}\n  GetNote: {get: Note}\n"


@pytest.fixture(autouse=True)
def _contract(project: Path) -> None:
    file = project / NOTES
    file.write_text(file.read_text().replace("  AddNote: {create: Note}\n", OPERATIONS))


def ran(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [GEN, "compare", *arguments],
        env={**os.environ, "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def in_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints on a terminal."""
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [GEN, "compare", *arguments],
        env={**os.environ, "COLUMNS": "100", **environment},
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    ):
        os.close(terminal)
        parts = []
        while True:
            try:
                part = os.read(controller, 65536)
            except OSError:  # Linux's way to say that the other end is closed
                break
            if not part:
                break
            parts.append(part)
    os.close(controller)
    return b"".join(parts).decode()


def test_a_pipe_gets_no_colours() -> None:
    done = ran(NOTES)
    assert (done.returncode, done.stderr) == (0, "")
    assert "AddNote" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_terminal_gets_colours_unless_they_are_not_wanted() -> None:
    assert "\x1b[1m" in in_terminal(NOTES)
    plain = in_terminal(NOTES, NO_COLOR="1")
    assert "\x1b" not in plain
    assert "AddNote" in plain


@pytest.mark.parametrize("width", ["20", "40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(width: str) -> None:
    done = ran(NOTES, COLUMNS=width)
    assert max(map(len, done.stdout.splitlines())) <= int(width)
    assert re.sub(r"\s", "", done.stdout).count("AddNote") >= 2


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{GEN}" compare {NOTES} | head -n 1; exit "${{PIPESTATUS:-0}}"'],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("Notes (notes.v1)\n", "")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs /dev/full")
def test_no_room_for_what_is_printed_is_no_bug_of_ours() -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{GEN}" compare {NOTES} > /dev/full'],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Error: cannot write: No space left on device"


def test_one_operation_is_compared_alone(gen: Gen) -> None:
    text = gen("compare", NOTES, "--operation", "GetNote").stdout
    assert "GetNote" in text
    assert "AddNote" not in text


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("GetNot", "; did you mean 'GetNote'?"),
        ("GETNOTE", "; did you mean 'GetNote'?"),
        ("ListNotes", ""),  # far from all there are: a hint would mislead
    ],
)
def test_an_operation_that_is_not_there_is_said_with_the_one_that_was_meant(
    gen: Gen, name: str, hint: str
) -> None:
    done = gen("compare", NOTES, "--operation", name)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"the contract has no operation '{name}'{hint}\n" in done.stderr


def test_a_contract_with_errors_is_reported_and_not_compared(gen: Gen, project: Path) -> None:
    file = project / NOTES
    file.write_text(file.read_text().replace("{get: Note}", "{get: Nota}"))
    done = gen("compare", NOTES)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean 'Note'?" in done.stderr


def test_problems_can_be_read_by_programs(gen: Gen, project: Path) -> None:
    file = project / NOTES
    file.write_text(file.read_text().replace("{get: Note}", "{get: Nota}"))
    done = gen("compare", NOTES, "--output-format", "github")
    assert done.exit_code == 2
    assert done.stdout.startswith("::error ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([NOTES, NOTES], "unexpected extra argument"),
        (["contracts/none.yaml"], "cannot read contracts/none.yaml"),
        ([NOTES, "--style", "soap"], "unknown style 'soap'"),
        ([NOTES, "--json", "m.json"], "say --measure too"),
        ([NOTES, "--from", "none.json"], "'none.json' does not exist"),
        ([NOTES, "--from", NOTES], "holds no measurement"),
        ([NOTES, "--html", "contracts"], "is a directory"),
    ],
)
def test_what_cannot_be_meant_is_said(gen: Gen, arguments: list[str], said: str) -> None:
    done = gen("compare", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_nothing_is_written_but_the_page(gen: Gen, project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    assert gen("compare", NOTES).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before
    assert gen("compare", NOTES, "--html", "notes.html").exit_code == 0
    assert set(project.rglob("*")) - before.keys() == {project / "notes.html"}


def test_a_page_that_cannot_be_written_leaves_nothing(gen: Gen, project: Path) -> None:
    done = gen("compare", NOTES, "--html", "none/notes.html")
    assert done.exit_code == 1
    assert "none/notes.html" in done.stderr
    (project / "file").touch()
    assert gen("compare", NOTES, "--html", "file/notes.html").exit_code == 1
    assert not list(project.rglob("*.html*"))
    assert not list(project.rglob(".*.new"))


def test_a_page_replaces_what_a_link_leads_to_and_not_the_link(gen: Gen, project: Path) -> None:
    (project / "pages").mkdir()
    target, link = project / "pages/notes.html", project / "notes.html"
    target.write_text("old")
    link.symlink_to(target)
    assert gen("compare", NOTES, "--html", "notes.html").exit_code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("<!doctype html>")


def test_a_page_can_go_down_a_pipe() -> None:
    done = ran(NOTES, "--html", "/dev/stdout")
    assert (done.returncode, done.stderr) == (0, "Wrote /dev/stdout.\n")
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout.endswith("</html>\n")


@pytest.mark.parametrize(("closed", "contract", "code"), [("1", NOTES, 0), ("2", "none.yaml", 2)])
def test_a_stream_that_is_closed_is_no_bug(closed: str, contract: str, code: int) -> None:
    command = [GEN, "compare", contract]
    done = subprocess.run(["sh", "-c", f'exec "$@" {closed}>&-', "sh", *command], timeout=60)
    assert done.returncode == code


@pytest.fixture
def all_styles(project: Path) -> None:
    """A project that has not chosen its styles."""
    (project / "pyproject.toml").write_text("[tool.gen]\n")


@pytest.mark.usefixtures("all_styles")
def test_a_terminal_shows_the_first_three_styles_and_names_the_others(gen: Gen) -> None:
    known = registry.styles()
    found = gen("compare", NOTES, "--operation", "AddNote").output
    shown = [style.title for style in known if f"\n{style.title}\n" in found]
    assert shown == [style.title for style in known[:3]]
    for style in known[3:]:
        assert f"--style {style.name}" in " ".join(found.split())


def test_every_style_that_is_asked_for_is_shown(gen: Gen) -> None:
    names = registry.names()
    options = [word for name in names for word in ("--style", name)]
    found = gen("compare", NOTES, "--operation", "AddNote", *options).output
    assert "Not shown" not in found
    for style in registry.styles():
        assert f"\n{style.title}\n" in found


@pytest.mark.usefixtures("all_styles")
def test_a_page_has_all_styles_and_opens_with_those_that_are_asked_for(gen: Gen) -> None:
    def opened(*options: str) -> dict[str, bool]:
        assert gen("compare", NOTES, "--html", "page.html", *options).exit_code == 0
        boxes = re.findall(
            r'id="show-\d+" value="(\w+)"( checked)?>', Path("page.html").read_text()
        )
        return {name: bool(checked) for name, checked in boxes}

    order = [style.name for style in registry.styles()]
    assert opened() == {name: place < 3 for place, name in enumerate(order)}
    assert opened("--style", order[-1]) == {order[-1]: True}
