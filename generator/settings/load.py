"""Turns ``[tool.gen]`` of the nearest pyproject.toml into settings, or into problems."""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from generator.diagnostics import Diagnostic, Problems, Span
from generator.settings import deployment, forms, required, rules
from generator.settings import problems as p
from generator.settings.support import fault

# Names of styles; called only where settings name some, for it reads what is installed.
StyleNames = Callable[[], tuple[str, ...]]

_KEYS = (
    "contracts",
    "output",
    "styles",
    "support",
    "models",
    "lint",
    "deploy",
    "against",
    "required-version",
)


@dataclass(frozen=True, kw_only=True)
class ProjectSettings:
    """What a project says; paths relative to ``root``, the folder of its pyproject.toml."""

    root: Path
    contracts: tuple[str, ...] = ()
    output: str = "generated"
    styles: tuple[str, ...] | None = None
    support: str = ""  # the package that generated code imports its support from; "": a copy
    models: forms.Models = field(default_factory=dict)
    lint: rules.LintSettings = field(default_factory=rules.LintSettings)
    deployments: tuple[deployment.DeploymentSettings, ...] = ()
    against: str | None = None  # what contracts are compared with
    required_version: str = ""  # of gen, as a specifier of Python packages; "": any

    def forms_of(self, contract: Path) -> tuple[str, ...]:
        """The further forms in which the types of a contract are written."""
        path = os.path.relpath(contract, self.root).replace(os.sep, "/")
        return self.models.get(path, self.models.get(forms.ALL, ()))


def load(folder: Path, problems: Problems, styles: StyleNames) -> ProjectSettings:
    """The settings of the project that a folder belongs to; without one, of the folder itself.

    styles: gives the names of the installed styles.
    """
    for root in (folder, *folder.parents):
        file = root / "pyproject.toml"
        if file.is_file():
            return _read(file, root, _shown(file, folder), problems, styles)
    return ProjectSettings(root=folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What another state of the project said; styles: None for all that are installed."""

    contracts: tuple[str, ...] = ()
    styles: tuple[str, ...] | None = None


def earlier(file: Path) -> Earlier | None:
    """The settings of another state of the project, as far as they can be read.

    None where there is no such file, or no table of ours in it.
    """
    try:
        table = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("gen")
    except (OSError, ValueError, AttributeError):
        return None
    if not isinstance(table, dict):
        return None
    patterns, styles = table.get("contracts"), table.get("styles")
    return Earlier(
        contracts=tuple(text for text in _texts(patterns) if _is_pattern(text)),
        styles=_texts(styles) or None,
    )


def _shown(file: Path, folder: Path) -> str:
    return file.name if file.parent == folder else file.as_posix()


def _read(
    file: Path, root: Path, shown: str, problems: Problems, styles: StyleNames
) -> ProjectSettings:
    try:
        text = file.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, ValueError) as error:
        problems.add(p.unreadable_settings(_span(shown, 1), shown, error))
        return ProjectSettings(root=root)
    problems.texts[shown] = text
    table = document.get("tool", {}).get("gen", {})
    if not isinstance(table, dict):
        problems.add(p.bad_setting(_span(shown, 1), "tool.gen", "a table"))
        return ProjectSettings(root=root)
    places = _KeyLines(shown, text)
    for diagnostic in _wrong(table, root, places, styles):
        problems.add(diagnostic)
    if problems.failed:
        return ProjectSettings(root=root)
    chosen = table.get("styles")
    return ProjectSettings(
        root=root,
        contracts=tuple(table.get("contracts", ())),
        output=table.get("output", ProjectSettings.output),
        styles=None if chosen is None else tuple(chosen),
        support=table.get("support", ProjectSettings.support),
        models=forms.read(table.get("models", [])),
        lint=rules.read(table.get("lint", {}), places.of("lint") if "lint" in table else None),
        deployments=deployment.read(table.get("deploy", {}), places.of),
        against=table.get("against"),
        required_version=table.get("required-version", ""),
    )


def _wrong(
    table: Mapping[str, Any], root: Path, places: "_KeyLines", styles: StyleNames
) -> Iterator[Diagnostic]:
    for key, value in table.items():
        span = places.of(key)
        match key:
            case "output":
                if not (isinstance(value, str) and value):
                    yield p.bad_setting(span, key, 'a path, such as "generated"')
            case "against":
                if not (isinstance(value, str) and value):
                    yield p.bad_setting(span, key, 'what to compare with, such as "git:main"')
            case "required-version":
                yield from required.wrong(span, value)
            case "support":
                yield from _wrong_support(span, value, table.get("output"))
            case "models":
                found = _contracts(root, table.get("contracts"))
                yield from forms.wrong(value, root, found, places.of)
            case "deploy":
                yield from deployment.wrong(value, places.of)
            case "lint":
                yield from rules.wrong(value, places.of)
            case "contracts" | "styles" if not _is_list_of_text(value):
                yield p.bad_setting(span, key, "a list of strings")
            case "contracts":
                yield from (p.bad_pattern(span, item) for item in value if not _is_pattern(item))
            case "styles" if not value:
                yield p.bad_setting(span, key, "a list with a style in it")
            case "styles":
                known = styles()
                yield from (
                    p.unknown_style(span, name, known) for name in value if name not in known
                )
            case _:
                yield p.unknown_setting(span, key, _KEYS)


def _wrong_support(span: Span, name: Any, output: Any) -> Iterator[Diagnostic]:
    if not isinstance(name, str):
        yield p.bad_setting(span, "support", 'the name of a package, such as "acme_support"')
        return
    why = fault(name, output if isinstance(output, str) else ProjectSettings.output)
    if why is not None:
        yield p.bad_support(span, name, why)


def _contracts(root: Path, patterns: Any) -> list[str]:
    """The contracts that the settings name, relative to the project."""
    globs = filter(_is_pattern, patterns if _is_list_of_text(patterns) else ())
    found = {path.relative_to(root).as_posix() for glob in globs for path in root.glob(glob)}
    return sorted(found)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(value) if _is_list_of_text(value) else ()


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_pattern(text: str) -> bool:
    """Whether ``Path.glob`` takes it: relative, and ``**`` only as a whole step."""
    path = PurePath(text)
    steps = [step for step in path.parts if "**" in step]
    return bool(path.parts) and not path.is_absolute() and all(step == "**" for step in steps)


class _KeyLines:
    """Finds the line of a key in [tool.gen]; tomllib tells none."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()

    def of(self, *keys: str) -> Span:
        """The place of the first of some keys that begins a line; else that of the table."""
        start = self._find(r"\s*\[\s*tool\s*\.\s*gen\s*(\.|\])", 0) or 0
        for key in keys:
            name = re.escape(key)
            head = rf"\s*\[\s*tool\s*\.\s*gen\s*\.(\s*[\w-]+\s*\.)?\s*[\"']?{name}[\"']?\s*\]"
            line = self._find(rf"\s*({name}|\"{name}\"|'{name}')\s*[.=]|{head}", start)
            if line is not None:
                column = self._lines[line].index(key) + 1
                return _span(self._file, line + 1, column, len(key))
        return _span(self._file, start + 1)

    def _find(self, pattern: str, start: int) -> int | None:
        for number in range(start, len(self._lines)):
            if re.match(pattern, self._lines[number]):
                return number
        return None


def _span(file: str, line: int, column: int = 1, length: int = 0) -> Span:
    return Span(file=file, line=line, column=column, end_line=line, end_column=column + length)
