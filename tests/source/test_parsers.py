"""libyaml reads contracts where it is there; PyYAML alone is enough."""

import pytest
import yaml

from generator.source.events import PythonEvents, fastest


def test_libyaml_is_used_where_it_is_there() -> None:
    if not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    assert fastest() is not PythonEvents


def test_python_is_enough_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert fastest() is PythonEvents
