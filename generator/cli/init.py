"""``gen init``: a first contract, a service for it and settings, in a new project or an old one.

With ``--ci`` also the files that check the contracts in CI; in a project with contracts only those.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from generator import settings as project_settings
from generator.building.output.problems import cannot_write
from generator.cli import exits
from generator.cli.ci_files import PLACES, attributes, ci_files, companions, required_version
from generator.cli.problems import ci_file_exists, init_would_overwrite, not_where_ci_looks
from generator.cli.project import relative
from generator.cli.report import report
from generator.diagnostics import Problems
from generator.settings import ProjectSettings
from generator.styles import registry

_SETTINGS = """\
[tool.gen]
contracts = ["contracts/*.yaml"]
output = "generated"
"""
_IGNORED = ("__pycache__/", ".gen_cache/")


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--ci",
    multiple=True,
    type=click.Choice(tuple(PLACES)),
    help="Also what checks the contracts there; repeatable.",
)
def init(folder: Path, ci: tuple[str, ...]) -> None:
    """Make a first contract, a service that implements it, and settings.

    With --ci also a README, a test and .gitattributes, built and ready to be pushed; in a project
    that has contracts, only what checks them.
    """
    problems = Problems()
    settings = _settings(folder, problems)
    first = not (ci and any(_matched(settings)))
    new = _first(folder) if first else {}
    wanted_by_ci = ci_files(ci, settings, tested=first)
    checks = {folder / name: content for name, content in wanted_by_ci.items()}
    taken = [init_would_overwrite(_shown(path)) for path in new if _is_there(path)]
    taken += [ci_file_exists(_shown(path)) for path in checks if _is_there(path)]
    for problem in taken:
        problems.add(problem)
    if not problems.failed:
        try:
            _make({**new, **checks})
            if first:
                wanted = _SETTINGS + (required_version() if ci else "")
                _append(folder / "pyproject.toml", "" if _has_settings(folder) else wanted)
                _append_lines(folder / ".gitignore", _IGNORED)
            if ci:
                _append_lines(folder / ".gitattributes", attributes(settings))
            if ci and first:
                _make_what_lacks(folder, companions(settings))
        except OSError as error:
            problems.add(cannot_write(error))
    if ci and _root_of_git(folder) not in (None, folder.resolve()):
        problems.add(not_where_ci_looks(_shown(folder)))
    report(problems, "text")
    if problems.failed:
        sys.exit(exits.INVALID)
    if ci and first and not _built(settings):
        sys.exit(exits.INVALID)
    click.echo(_next_steps(folder, first=first, ci=bool(ci)), nl=False)


def _settings(folder: Path, problems: Problems) -> ProjectSettings:
    """Those of the folder's own pyproject.toml, else those that are written there."""
    if _has_settings(folder):
        return project_settings.load(folder.absolute(), problems, registry.names)
    return ProjectSettings(root=folder.absolute(), contracts=("contracts/*.yaml",))


def _matched(settings: ProjectSettings) -> list[Path]:
    return [relative(path) for glob in settings.contracts for path in settings.root.glob(glob)]


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _shown(path: Path) -> str:
    return relative(path).as_posix()


def _first(folder: Path) -> dict[Path, bytes]:
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


def _root_of_git(folder: Path) -> Path | None:
    """The folder of the repository that a folder lies in, where CI looks for its files."""
    path = folder.resolve()
    return next((place for place in (path, *path.parents) if (place / ".git").exists()), None)


def _make(files: dict[Path, bytes]) -> None:
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        click.echo(f"made     {relative(path)}")


def _make_what_lacks(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        if _is_there(path):
            click.echo(f"kept     {relative(path)}")
        else:
            _make({path: content})


def _append_lines(file: Path, lines: Iterable[str]) -> None:
    known = file.read_text("utf-8").splitlines() if file.exists() else []
    missing = "".join(f"{line}\n" for line in lines if line not in known)
    _append(file, missing, gap=b"")


def _append(file: Path, text: str, *, gap: bytes = b"\n") -> None:
    """Add to a file of the user's, below what is there."""
    if not text:
        return
    old = file.read_bytes() if file.exists() else b""
    end_of_line = b"" if not old or old.endswith(b"\n") else b"\n"
    with file.open("ab") as end:
        end.write(end_of_line + (gap if old else b"") + text.encode())
    click.echo(f"{'added to' if old else 'made    '} {relative(file)}")


def _built(settings: ProjectSettings) -> bool:
    """Build the first contract, so that what is pushed is whole."""
    from generator.building import BuildRequest
    from generator.building import build as run

    result = run(
        BuildRequest(
            contracts=_matched(settings),
            root=settings.root,
            output=relative(settings.root / settings.output),
            styles=settings.styles,
            support=settings.support,
            complete=True,
        )
    )
    report(result.problems, "text")
    if not result.failed:
        click.echo(f"built    {result.shown}")
    return not result.failed


def _next_steps(folder: Path, *, first: bool, ci: bool) -> str:
    steps = ["gen check", "git add . && git commit"] if ci else ["gen build"]
    if first:
        steps[1:1] = [
            "python -m generated.notes serve notes_service:service --rest 127.0.0.1:8000",
            'curl 127.0.0.1:8000/notes --json \'{"title": "Shopping"}\'',
        ]
    if folder.resolve() != Path.cwd():
        steps.insert(0, f"cd {folder}")
    needs = "\nThe generated code needs: pip install 'diptych[stubs]'\n" if first else ""
    return "\nNext:\n" + "".join(f"  {step}\n" for step in steps) + needs
