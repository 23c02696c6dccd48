"""``gen init``: a first contract, a service for it and settings, in a new project or an old one."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from generator.building.output.problems import cannot_write
from generator.cli import exits
from generator.cli.problems import init_would_overwrite
from generator.cli.project import relative
from generator.cli.report import report
from generator.diagnostics import Problems

_SETTINGS = """\
[tool.gen]
contracts = ["contracts/*.yaml"]
output = "generated"
"""
_IGNORED = ("__pycache__/", ".gen_cache/")


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a first contract, a service that implements it, and settings."""
    problems = Problems()
    files = _files(folder)
    for path in files:
        if path.exists() or path.is_symlink():
            problems.add(init_would_overwrite(relative(path).as_posix()))
    if problems.failed:
        report(problems, "text")
        sys.exit(exits.INVALID)
    try:
        _make(folder, files)
    except OSError as error:
        problems.add(cannot_write(error))
        report(problems, "text")
        sys.exit(exits.INVALID)
    click.echo(_next_steps(folder), nl=False)


def _make(folder: Path, files: Mapping[Path, bytes]) -> None:
    settings = "" if _has_settings(folder) else _SETTINGS
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        click.echo(f"made     {relative(path)}")
    _append(folder / "pyproject.toml", settings)
    _append(folder / ".gitignore", _missing_lines(folder / ".gitignore"))


def _files(folder: Path) -> dict[Path, bytes]:
    from generator.cli.schema import schema_text
    from generator.formats.templates import templates_folder

    samples = templates_folder() / "init"
    return {
        folder / "contracts/notes.yaml": (samples / "notes.yaml").read_bytes(),
        folder / "contracts/contract.schema.json": schema_text().encode(),
        folder / "notes_service.py": (samples / "notes_service.py").read_bytes(),
    }


def _has_settings(folder: Path) -> bool:
    import tomllib

    try:
        document = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except FileNotFoundError:
        return False
    except ValueError as error:
        raise click.UsageError(f"{folder / 'pyproject.toml'} is not valid TOML: {error}") from error
    return "gen" in document.get("tool", {})


def _missing_lines(ignore: Path) -> str:
    known = ignore.read_text("utf-8").splitlines() if ignore.exists() else []
    return "".join(f"{line}\n" for line in _IGNORED if line not in known)


def _append(file: Path, text: str) -> None:
    """Add to a file of the user's, below what is there."""
    if not text:
        return
    old = file.read_bytes() if file.exists() else b""
    gap = b"" if not old else b"\n" if old.endswith(b"\n") else b"\n\n"
    if file.name == ".gitignore" and gap:
        gap = gap[1:]
    with file.open("ab") as end:
        end.write(gap + text.encode())
    click.echo(f"{'added to' if old else 'made    '} {relative(file)}")


def _next_steps(folder: Path) -> str:
    steps = [
        "gen build",
        "python -m generated.notes serve notes_service:service --rest 127.0.0.1:8000",
        'curl 127.0.0.1:8000/notes --json \'{"title": "Shopping"}\'',
    ]
    if folder.resolve() != Path.cwd():
        steps.insert(0, f"cd {folder}")
    lines = [f"  {step}\n" for step in steps]
    return (
        "\nNext:\n" + "".join(lines) + "\nThe generated code needs: pip install 'diptych[stubs]'\n"
    )
