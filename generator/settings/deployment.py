"""Turns the setting ``deploy`` into deployments, or into problems; targets know the rest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.diagnostics import Diagnostic, Span
from generator.settings import problems as p

_TARGET, _CONTRACTS, _STYLES = "target", "contracts", "styles"
_HINT = 'a table for each folder, such as [tool.gen.deploy."deploy/nginx"]'


@dataclass(frozen=True, kw_only=True)
class DeploymentSettings:
    """``[tool.gen.deploy."FOLDER"]``: what is written there.

    contracts, styles: those of the project where they are None; given: the target's parameters,
    as they are written on the command line; span: where the table stands.
    """

    output: str
    target: str
    contracts: tuple[str, ...] | None
    styles: tuple[str, ...] | None
    given: Mapping[str, tuple[str, ...]]
    span: Span


def read(value: Any, place: Callable[..., Span]) -> tuple[DeploymentSettings, ...]:
    """The setting, when nothing is wrong with it."""
    return tuple(
        DeploymentSettings(
            output=output,
            target=table[_TARGET],
            contracts=_texts(table, _CONTRACTS),
            styles=_texts(table, _STYLES),
            given={
                key: _given(inner)
                for key, inner in table.items()
                if key not in (_TARGET, _CONTRACTS, _STYLES)
            },
            span=place(output, "deploy"),
        )
        for output, table in value.items()
    )


def wrong(value: Any, place: Callable[..., Span]) -> Iterator[Diagnostic]:
    """What is wrong with it; ``place`` finds one of some keys."""
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        yield p.bad_setting(place("deploy"), "deploy", _HINT)
        return
    for output, table in value.items():
        span = place(output, "deploy")
        target = table.get(_TARGET)
        if not (isinstance(target, str) and target):
            wanted = "the name of what is deployed, such as \"nginx\": see 'gen deploy --help'"
            yield p.bad_setting(span, f"deploy.{output}.{_TARGET}", wanted)
        for key, inner in table.items():
            if key in (_CONTRACTS, _STYLES):
                if not (isinstance(inner, list) and inner and all(map(_is_text, inner))):
                    yield p.bad_setting(span, f"deploy.{output}.{key}", "a list of strings")
            elif key != _TARGET and not _is_value(inner):
                wanted = "a text, a number, true or false, or a list of texts"
                yield p.bad_setting(span, f"deploy.{output}.{key}", wanted)


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    return tuple(table[key]) if key in table else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_value(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_text, value))
    return isinstance(value, str | int)  # true and false are ints


def _given(value: Any) -> tuple[str, ...]:
    """A value as it is written on the command line."""
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return tuple(value) if isinstance(value, list) else (str(value),)
