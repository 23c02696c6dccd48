"""What holds for all tests: the generated code is fresh; ``--quick`` runs what starts nothing."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.quick import ROOT, Guard, is_quick

# A machine that does other work is slow, and no fault of what is tested.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

GUARD = pytest.StashKey[Guard]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("diptych")
    group.addoption("--quick", action="store_true", help="only tests that start no process")
    group.addoption("--stale", action="store_true", help="run though generated/ is out of date")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.quick:
        config.stash[GUARD] = Guard()
    # What one process has compiled the next one reads: the tests start hundreds of them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # Checkers read the types of libraries once; mypy locks its cache, so that each worker has one.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["MYPY_CACHE_DIR"] = str(ROOT / ".mypy_cache" / f"tests-{worker}")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to test generated code that the generator would not make any more."""
    if hasattr(session.config, "workerinput") or session.config.option.stale:
        return
    program = "from generator.cli import main; main()"
    command = [sys.executable, "-c", program, "build", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        pytest.exit(f"{said}\n\ngenerated/ is out of date: run gen build (or give --stale)", 2)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two for each core, for many tests wait until a server or a time ends; quick ones do not."""
    return (1 if config.option.quick else 2) * (os.cpu_count() or 1)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    quick = config.option.quick and collection_path.suffix == ".py"
    return True if quick and not is_quick(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.quick:
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    with _guarded(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    with _guarded(item):
        return (yield)


def _guarded(item: pytest.Item) -> AbstractContextManager[None]:
    guard = item.config.stash.get(GUARD, None)
    return nullcontext() if guard is None else guard.watching()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write in ASCII what UTF-8 cannot hold: pytest-xdist ends the run when it cannot send it."""
    report = yield
    report.sections = [(name, _sendable(text)) for name, text in report.sections]
    return report


def _sendable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
