import gc
import linecache
import traceback
from typing import Any

import pytest

from generator.runtime.compiled import compiled


def test_a_traceback_shows_the_line_of_compiled_code() -> None:
    divide = compiled("divide", "def divide(value):\n    return 1 / value\n", {}, "a test")
    with pytest.raises(ZeroDivisionError) as raised:
        divide(0)
    assert "return 1 / value" in "".join(traceback.format_exception(raised.value))
    linecache.checkcache()
    assert linecache.getline(divide.__code__.co_filename, 2) == "    return 1 / value\n"


def test_the_lines_go_when_the_function_goes() -> None:
    namespace: dict[str, Any] = {}
    file = compiled("one", "def one():\n    return 1\n", namespace, "a test").__code__.co_filename
    assert file in linecache.cache
    namespace.clear()
    gc.collect()
    assert file not in linecache.cache
