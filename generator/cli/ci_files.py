"""What ``gen init --ci`` writes: from a service and the settings to files that run ``gen`` there.

They name no repository of ours: they install the package at the version that wrote them, so they
work behind a mirror of the package index, too.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import PurePath

from generator.settings import ProjectSettings

# Where each service looks for its file.
PLACES = {
    "github": ".github/workflows/contracts.yml",
    "gitlab": ".gitlab-ci.yml",
    "pre-commit": ".pre-commit-config.yaml",
}
_TEMPLATES = {"github": "github.yml", "gitlab": "gitlab.yml", "pre-commit": "pre-commit.yaml"}
# The steps and words of the templates that run tests.
_PYTEST = re.compile(
    rb"^      - name: test\n(?:        .*\n)*|^    - python -m pytest\n| pytest$", re.MULTILINE
)
_WILD = frozenset("*?[")  # of Path.glob


def ci_files(
    services: Iterable[str], settings: ProjectSettings, *, tested: bool
) -> dict[str, bytes]:
    """The file of each service, by its path in the project.

    tested: whether it runs pytest, as it does where a test is written, too.
    """
    made = {PLACES[name]: _filled(_TEMPLATES[name], settings) for name in services}
    if tested:
        return made
    return {path: _PYTEST.sub(b"", content) for path, content in made.items()}


def companions(settings: ProjectSettings) -> dict[str, bytes]:
    """What a first project gets with it: a page for its readers, and a test of the stubs."""
    return {
        "README.md": _filled("README.md", settings),
        "tests/test_notes.py": _filled("test_notes.py", settings),
    }


def required_version() -> str:
    """The line of [tool.gen] that says which version made the generated files."""
    return f'required-version = "=={version("diptych")}"\n'


def attributes(settings: ProjectSettings) -> tuple[str, ...]:
    """Lines of .gitattributes: contracts have the same bytes everywhere, reviews fold what is made.

    Those of the generated folders themselves are written there, and say more.
    """
    output = PurePath(settings.output).as_posix()
    places = sorted({_fixed(pattern).as_posix() for pattern in settings.contracts} - {"."})
    lines = [f"/{place}/** text eol=lf" for place in places]
    return (*lines, f"/{output}/** linguist-generated gitlab-generated")


def _filled(name: str, settings: ProjectSettings) -> bytes:
    from generator.formats.templates import templates_folder  # Jinja, for this command alone

    text = (templates_folder() / "init/ci" / name).read_text("utf-8")
    text = text.replace("@VERSION@", version("diptych")).replace("@FILES@", _files(settings))
    return text.encode()


def _files(settings: ProjectSettings) -> str:
    """A pattern of pre-commit for the files that a run of ``gen`` depends on."""
    places = [*map(_fixed, settings.contracts), PurePath(settings.output)]
    if PurePath() in places:
        return ""  # any file: contracts lie in the project's folder itself
    folders = "|".join(sorted({re.escape(place.as_posix()) for place in places}))
    return rf"^(({folders})/|pyproject\.toml$)"


def _fixed(pattern: str) -> PurePath:
    """The folder that all files of a pattern lie in."""
    return PurePath(*_plain(PurePath(pattern).parent.parts))


def _plain(parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts:
        if _WILD & set(part):
            return
        yield part
