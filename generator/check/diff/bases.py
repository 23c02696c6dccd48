"""Turns what ``--against`` names into a folder with the contracts as they were."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.check.diff import hosted
from generator.check.diff import problems as p
from generator.check.diff.git import NoGitError, git, said
from generator.diagnostics import Problems

_GIT = "git:"
_CI = "ci"
_KEPT = (".yaml", ".yml", ".lock")  # contracts, what they import, and locks
PROJECT = "pyproject.toml"  # which says what the project's contracts were
_LINK = "120000"


@dataclass(frozen=True, kw_only=True)
class Base:
    """The contracts of a project as they were.

    root: the folder that stands for the project's; label: what people call it; prefix: what its
    paths are shown with, ``main:`` as git writes it; file: where only one contract is named.
    """

    root: Path
    label: str
    prefix: str
    file: Path | None = None

    def shown(self, path: str) -> str:
        """A path below the folder as people know it."""
        full = Path(path)
        below = full.relative_to(self.root) if full.is_relative_to(self.root) else full
        return f"{self.prefix}{below.as_posix()}" if full != self.file else path


@dataclass(frozen=True, kw_only=True)
class NoBase:
    """There is nothing to compare with, and that is no fault: a new branch, a run by hand."""

    why: str


@contextmanager
def opened(
    spec: str, project: Path, contracts: Sequence[Path], problems: Problems
) -> Iterator[Base | NoBase | None]:
    """The base that a text names: ``git:REVISION``, a folder, a file; ``ci``: that of a run of CI.

    project: the folder of the project, contracts: those that are compared. None after a report.
    """
    if not spec.startswith(_GIT) and spec != _CI:
        yield _on_disk(Path(spec), contracts, problems)
        return
    label = ""
    if spec == _CI:
        try:
            run = hosted.base(os.environ, project)
        except hosted.NoBaseError as error:
            problems.add(p.no_base(spec, str(error), error.hint))
            yield None
            return
        if run.commit is None:
            yield NoBase(why=run.what)
            return
        spec, label = f"{_GIT}{run.commit}", run.what
    with tempfile.TemporaryDirectory(prefix="gen-base-") as folder:
        yield _of_git(spec, label, project.resolve(), contracts, Path(folder).resolve(), problems)


def _on_disk(path: Path, contracts: Sequence[Path], problems: Problems) -> Base | None:
    if path.is_dir() and not any(path.iterdir()):
        problems.add(p.no_base(path.as_posix(), "the folder is empty"))
        return None
    if path.is_dir():
        return Base(root=path, label=path.as_posix(), prefix=f"{path.as_posix()}/")
    if not path.is_file():
        hint = "name a folder, a file, or a revision: git:main"
        problems.add(p.no_base(path.as_posix(), "there is no such file or folder", hint))
        return None
    if len(contracts) != 1:
        why = f"it is one file, and there are {len(contracts)} contracts"
        problems.add(p.no_base(path.as_posix(), why, "name one contract, or a folder to compare"))
        return None
    return Base(root=path.parent, label=path.as_posix(), prefix="", file=path)


def _of_git(
    spec: str,
    label: str,
    project: Path,
    contracts: Sequence[Path],
    folder: Path,
    problems: Problems,
) -> Base | None:
    revision = spec.removeprefix(_GIT)
    asked = _Git(project)
    top = asked.text("rev-parse", "--show-toplevel")
    if top is None:
        hint = "compare with a folder or a file instead: --against ../before"
        problems.add(p.no_base(spec, asked.said or "this is not a git repository", hint))
        return None
    for path in contracts:
        inside_of = _Git(path.resolve().parent).text("rev-parse", "--show-toplevel")
        if inside_of != top:
            why = f"'{path.as_posix()}' does not lie in the repository {top}"
            if inside_of is not None:
                why += f", but in {inside_of}"
            problems.add(p.no_base(spec, why, "run gen in the repository that has the contract"))
            return None
    commit = asked.commit(revision)
    if commit is None:
        known = (asked.text("for-each-ref", "--format=%(refname:short)") or "").split()
        shallow = asked.text("rev-parse", "--is-shallow-repository") == "true"
        problems.add(p.unknown_revision(revision, asked.said, known, shallow=shallow))
        return None
    # What the revision has done since the work began is not undone by this work.
    commit = asked.text("merge-base", "HEAD", commit) or commit
    inside = PurePosixPath(project.relative_to(Path(top).resolve()).as_posix())
    wanted = {_below(path, Path(top).resolve()) for path in contracts}
    if not asked.copy(commit, inside, wanted, folder):
        problems.add(p.no_base(spec, asked.said or "git cannot read it"))
        return None
    root = folder / inside
    root.mkdir(parents=True, exist_ok=True)
    shown = commit[:10] if label else revision
    return Base(root=root, label=f"{label or revision} ({commit[:10]})", prefix=f"{shown}:")


def _below(path: Path, top: Path) -> str:
    full = path.resolve()
    return full.relative_to(top).as_posix() if full.is_relative_to(top) else ""


class _Git:
    """Asks git about a repository; ``said`` is what it complained of last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said = ""

    def bytes(self, *arguments: str, text: bytes = b"") -> bytes | None:
        """The output of a command; None if it failed."""
        try:
            done = git(self._folder, *arguments, text=text)
        except NoGitError as error:
            self.said = str(error)
            return None
        self.said = said(done)
        return done.stdout if done.returncode == 0 else None

    def text(self, *arguments: str) -> str | None:
        """The same as text without the last line end."""
        found = self.bytes(*arguments)
        return None if found is None else found.decode(errors="surrogateescape").strip()

    def commit(self, revision: str) -> str | None:
        """The commit of a branch, of any other revision, or of a remote branch, as in CI's clones.

        A branch comes first: git takes a tag of the same name instead, with a warning.
        """
        for name in (f"refs/heads/{revision}", revision, f"origin/{revision}"):
            ask = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            found = self.text(*ask)
            if found:
                return found
        return None

    def copy(self, commit: str, inside: PurePosixPath, wanted: set[str], folder: Path) -> bool:
        """Write the contracts and locks of a commit below a folder, as they lie in the tree."""
        listed = self.bytes("ls-tree", "-r", "-z", "--full-tree", commit)
        if listed is None:
            return False
        prefix = "" if inside == PurePosixPath() else f"{inside}/"
        blobs: list[tuple[str, str]] = []
        for entry in listed.decode(errors="surrogateescape").split("\0"):
            head, _, path = entry.partition("\t")
            mode, kind, name = (*head.split(), "", "", "")[:3]
            kept = path in wanted or (path.startswith(prefix) and path.endswith(_KEPT))
            kept = kept or path == f"{prefix}{PROJECT}"
            if kind == "blob" and mode != _LINK and kept:
                blobs.append((name, path))
        found = self.bytes("cat-file", "--batch", text="".join(f"{b}\n" for b, _ in blobs).encode())
        if found is None:
            return False
        at = 0
        for _, path in blobs:
            end = found.index(b"\n", at)
            size = int(found[at:end].split()[2])
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(found[end + 1 : end + 1 + size])
            at = end + size + 2
        return True
