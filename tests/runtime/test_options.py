"""What a server can be told is documented in one class and has its defaults in another."""

import dataclasses
from typing import Any

import pytest

from generator.runtime.http.settings import HttpOptions, HttpSettings
from generator.styles import registry


def pairs() -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {"http": (HttpOptions, HttpSettings)}
    for style in registry.styles():
        module = __import__(f"{style.runtime}.settings", fromlist=["settings"])
        options = next(
            v for k, v in vars(module).items() if k.endswith("Options") and _own(v, module)
        )
        settings = next(
            v for k, v in vars(module).items() if k.endswith("Settings") and _own(v, module)
        )
        found[style.name] = options, settings
    return found


def _own(value: Any, module: Any) -> bool:
    return getattr(value, "__module__", "") == module.__name__


@pytest.mark.parametrize(("options", "settings"), pairs().values(), ids=pairs())
def test_every_option_has_a_default_and_is_documented(options: Any, settings: Any) -> None:
    names = {field.name for field in dataclasses.fields(settings)}
    assert names == options.__optional_keys__
    documented = " ".join(cls.__doc__ or "" for cls in (options, HttpOptions))
    assert [name for name in names if name not in documented] == []
