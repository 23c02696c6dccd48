"""What of ``serve`` can be set outside of Python: its flags, and the settings that they make."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from .flags import Flag, FlagError, hint
from .hosts import Host
from .http.cors import Cors
from .idempotency.choice import StoreChoice, named_store
from .limits import LIMITS, Limits
from .settings import SETTINGS, Settings
from .tls import Tls

_S, _N, _B = "SECONDS", "NUMBER", "BYTES"
_PROCESS = (
    ("grace", _S, "for calls to end when it stops; then they are `unavailable`"),
    ("drain", _S, "to go on after it is told to stop, while its health says so"),
    ("workers", _N, "of processes that share the addresses"),
    ("threads", _N, "of `def` methods that run at a time in a process"),
    ("max-timeout", _S, "that a call may take, whatever its caller says"),
)
_LIMITS = (
    ("header-timeout", _S, "for the head of a request"),
    ("body-timeout", _S, "in which a body may stand still"),
    ("write-timeout", _S, "in which a client may read nothing"),
    ("idle-timeout", _S, "that a connection stays open between calls"),
    ("max-header-size", _B, "of the head of a request"),
    ("max-url-size", _B, "of a URL"),
    ("max-connections", _N, "of connections of each address, in a process"),
)
_HTTP = (
    ("compress", "gzip answers for those who take them so"),
    ("request-id", "answer with the call's X-Request-Id"),
    ("health", "answer /healthz and /readyz"),
    ("documents", "answer /openapi.yaml and the like"),
    ("viewer", "answer /docs with a page to read and try the documents"),
)
_TLS, _CORS, _OWN = "encryption", "pages of other origins", "over HTTP"


def flags(hosts: Sequence[Host]) -> tuple[Flag, ...]:
    """All that can be set, in the order of the help."""
    return (
        Flag(
            name="service",
            unit="TEXT",
            text="what is served",
            group="",
            option=False,
        ),
        *(
            Flag(
                name=host.name,
                unit="TEXT",
                shown="HOST:PORT|stdio" if host.stdio else "HOST:PORT",
                text=f"serve {host.title} here",
                group="addresses",
            )
            for host in hosts
        ),
        _text(
            "authenticate",
            "module:function",
            "who finds the caller, or `unchecked`",
            "calls",
        ),
        *_principal(hosts),
        _text(
            "hooks",
            "module:object",
            "hooks around every call, one or a list",
            "calls",
        ),
        _switch(
            "access-log",
            "write a line of JSON for each call to standard output",
            "calls",
        ),
        *_from(_PROCESS, SETTINGS, "settings"),
        _text(
            "idempotency",
            "STORE",
            "of idempotency keys: memory, none or redis://HOST:PORT/0",
            "settings",
        ),
        _file("tls-cert", "its certificate, in PEM", _TLS),
        _file("tls-key", "the private key, in PEM", _TLS),
        _file(
            "tls-client-ca",
            "the authorities of clients, which need a certificate then",
            _TLS,
        ),
        Flag(
            name="tls-key-password",
            unit="TEXT",
            text="of the key",
            group=_TLS,
            option=False,
        ),
        _switch(
            "trust-client-cert",
            "a proxy in front sets the header Client-Cert",
            _TLS,
        ),
        _text("public-url", "URL", "where callers reach the server", _OWN),
        *(_switch(name, text) for name, text in _HTTP),
        _text("own-path", "PATH", "what those places stand below, such as /-", _OWN),
        _text(
            "mount",
            "STYLE=PATH",
            "where a style answers beside others; repeatable",
            _OWN,
            True,
        ),
        _text(
            "cors-origin",
            "ORIGIN",
            "may call, `*`: every one; repeatable",
            _CORS,
            True,
        ),
        _switch(
            "cors-credentials",
            "cookies and the like may come with the call",
            _CORS,
        ),
        Flag(
            name="cors-max-age",
            unit="SECONDS",
            text="that a browser remembers a preflight",
            group=_CORS,
            default=600,
        ),
        *_from(_LIMITS, LIMITS, "limits of one peer"),
    )


def _principal(hosts: Sequence[Host]) -> list[Flag]:
    """Who calls on standard input, if a style can be served there."""
    text = "who calls on stdio, a Principal or what makes one, or `unchecked`"
    able = any(host.stdio for host in hosts)
    return [_text("principal", "module:object", text, "calls")] if able else []


def _from(
    rows: Sequence[tuple[str, Any, str]], defaults: Settings | Limits, group: str
) -> list[Flag]:
    return [
        Flag(name=name, unit=unit, text=text, group=group, default=_of(defaults, name))
        for name, unit, text in rows
    ]


def _of(defaults: Settings | Limits, name: str) -> object:
    return getattr(defaults, _field(name))


def _field(name: str) -> str:
    return name.replace("-", "_")


def _text(name: str, shown: str, text: str, group: str, many: bool = False) -> Flag:
    return Flag(name=name, unit="TEXT", shown=shown, text=text, group=group, many=many)


def _file(name: str, text: str, group: str) -> Flag:
    return Flag(name=name, unit="FILE", text=text, group=group)


def _switch(name: str, text: str, group: str = _OWN) -> Flag:
    return Flag(name=name, unit="switch", text=text, group=group)


def settings_of(values: Mapping[str, Any], hosts: Sequence[Host]) -> Settings:
    """The settings that these values make; raises FlagError or ValueError."""

    def some(*names: str) -> dict[str, Any]:
        return {_field(name): values[name] for name in names if name in values}

    process = some(*(name for name, _, _ in _PROCESS), *(name for name, _ in _HTTP))
    return Settings(
        limits=Limits(**some(*(name for name, _, _ in _LIMITS))),
        tls=_tls(values),
        cors=_cors(values),
        mounts=_mounts(values.get("mount", ()), hosts),
        idempotency=_idempotency(values),
        **some("public-url", "own-path", "trust-client-cert", "access-log"),
        **process,
    )


def refuse_secrets(given: Mapping[str, Any]) -> None:
    """FlagError for a password on the command, where others on the machine read it."""
    if urlsplit(given.get("idempotency", "")).password is not None:
        raise FlagError(
            "idempotency: a password is for the environment (DIPTYCH_IDEMPOTENCY) or the file",
        )


def _idempotency(values: Mapping[str, Any]) -> StoreChoice:
    return named_store(values.get("idempotency", "memory"))


def _tls(values: Mapping[str, Any]) -> Tls | None:
    names = ("tls-cert", "tls-key", "tls-client-ca", "tls-key-password")
    given = [name for name in names if name in values]
    if not given:
        return None
    for name in names[:2]:
        if name not in values:
            raise FlagError(f"{given[0]} is of no use without {name}")
    return Tls(**{_field(name.removeprefix("tls-")): values[name] for name in given})


def _cors(values: Mapping[str, Any]) -> Cors | None:
    if "cors-origin" not in values:
        for name in ("cors-credentials", "cors-max-age"):
            if name in values:
                raise FlagError(f"{name} is of no use without cors-origin")
        return None
    more: dict[str, Any] = {}
    if "cors-max-age" in values:
        more["max_age"] = int(values["cors-max-age"])
    if "cors-credentials" in values:
        more["credentials"] = values["cors-credentials"]
    return Cors(origins=tuple(values["cors-origin"]), **more)


def _mounts(pairs: Sequence[str], hosts: Sequence[Host]) -> dict[str, str]:
    known = [host.name for host in hosts if host.kind == "asgi"]
    mounts = {}
    for pair in pairs:
        name, equals, path = pair.partition("=")
        if not equals:
            raise FlagError(f"mount: not of the form STYLE=PATH: {pair!r}")
        if name not in known:
            raise FlagError(
                f"mount: there is no style {name!r} over HTTP here{hint(name, known)}",
            )
        mounts[name] = path
    return mounts
