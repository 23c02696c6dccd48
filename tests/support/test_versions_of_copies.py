"""Copies of different versions meet in one process: the older is loaded first, or last."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# What an older version may have lacked, as changes to the text of its copy.
OLDER = {
    "shared.py": {"REVISION = 1": "REVISION = 0"},
    "errors.py": {
        "        # Seconds, with `unavailable` and `resource_exhausted`.\n": "",
        "        self.retry_after = retry_after\n": "",
        "        retry_after: float | None = None,\n": "",
        "    detail: str\n": "    detail: str\n    path: str = ''\n",
    },
    "call.py": {
        "    idempotency_key: str | None = field(default=None, repr=False)\n": "",
        "    if_none_match: str | None = None\n": (
            "    if_none_match: str | None = None\n    trace: str | None = None\n"
        ),
        "(self.idempotency_key, self.if_match": "(self.if_match",
    },
}
SCRIPT = """
import importlib, sys
order = sys.argv[1].split()
for name in order:
    importlib.import_module(name + "._support.errors")
    importlib.import_module(name + "._support.call")
import older._support as old, generated._support as new
from generated._support.call import own_options
from generated._support.masking import leaving
from generated.products.operations import GET_PRODUCT

error = new.ServiceError("Later.", code=new.Code.UNAVAILABLE, retry_after=2)
assert type(error) is old.ServiceError, type(error).__mro__
assert error.retry_after == 2
try:
    raise old.ServiceError("No.", code=old.Code.NOT_FOUND)
except new.ServiceError as caught:
    assert (caught.code, caught.message) == ("not_found", "No.")
    assert caught.retry_after is None
assert type(new.InvalidArgument("No.")) is old.InvalidArgument

refused = old.InvalidArgument(violations=[old.Violation("/id", "is wrong", path="x")])
(seen,) = leaving(GET_PRODUCT, refused).violations
assert (type(seen), seen.pointer, seen.detail) == (new.Violation, "/id", "is wrong")

assert old.CallOptions is not new.CallOptions
given = old.CallOptions(timeout=3, headers={"a": "b"}, if_match='"7"', trace="x")
assert own_options(given) == new.CallOptions(timeout=3, headers={"a": "b"}, if_match='"7"')
print("understood")
"""


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree("generated", folder / "generated", ignore=ignored)
    copied = shutil.copytree("generated", folder / "older", ignore=ignored)
    for name, changes in OLDER.items():
        file = copied / "_support" / name
        text = file.read_text()
        for before, after in changes.items():
            assert before in text, (name, before)
            text = text.replace(before, after)
        file.write_text(text)
    shutil.copytree("generated", folder / "same", ignore=ignored)
    return folder


@pytest.mark.parametrize("order", ["older generated", "generated older"])
def test_copies_of_different_versions_understand_each_other(order: str, older: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, order],
        cwd=older,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("understood\n", 0), done.stderr


RACE = """
import importlib, sys, threading
sys.setswitchinterval(1e-6)
start = threading.Barrier(2)
found = {}

def load(name):
    start.wait()
    found[name] = importlib.import_module(name + "._support.errors").ServiceError

threads = [threading.Thread(target=load, args=[name]) for name in ("older", "generated")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert found["older"] is found["generated"]
print("one")
"""


def test_copies_that_are_loaded_at_the_same_moment_plant_one_class(older: Path) -> None:
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", RACE], cwd=older, capture_output=True, text=True, check=False
        )
        assert done.stdout == "one\n", done.stderr


UNLOADED = """
import copy, importlib, pickle, sys
first = sys.argv[1]
importlib.import_module(first + "._support.errors")
for name in [name for name in sys.modules if name.split(".")[0] == first]:
    del sys.modules[name]
sys.modules[first] = None  # as if its folder was gone
from generated._support import ServiceError
for again in (pickle.loads(pickle.dumps(ServiceError("No."))), copy.copy(ServiceError("No."))):
    assert (type(again), again.message) == (ServiceError, "No.")
print(ServiceError.__module__)
"""


@pytest.mark.parametrize("first", ["older", "same"])
def test_a_class_outlives_the_copy_that_planted_it(first: str, older: Path) -> None:
    command = [sys.executable, "-c", UNLOADED, first]
    done = subprocess.run(command, cwd=older, capture_output=True, text=True, check=False)
    assert done.stdout == "generated._support.errors\n", done.stderr
