"""Tells where ``gen serve`` serves each style, when it is told nothing else."""

from collections.abc import Iterable

from generator.styles.style import AnyStyle

_HOST = "localhost"


def ports(styles: Iterable[AnyStyle]) -> dict[str, int]:
    """A port for each style; those that can share one share the first one's."""
    known = list(styles)
    shared = next((s.hosting.default_port for s in known if s.hosting.kind == "asgi"), 0)
    return {
        style.name: shared if style.hosting.kind == "asgi" else style.hosting.default_port
        for style in known
    }


def local_targets(styles: Iterable[AnyStyle]) -> dict[str, str]:
    """What clients on the same machine take."""
    known = list(styles)
    found = ports(known)
    return {style.name: _target(style, found[style.name]) for style in known}


def _target(style: AnyStyle, port: int) -> str:
    if style.hosting.kind == "asgi":
        return f"http://{_HOST}:{port}{style.hosting.mount}"
    return f"{_HOST}:{port}"
