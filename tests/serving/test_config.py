"""What is set on the command, in the environment and in a file: who wins, and what is refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generated._support.command import main
from generated._support.flags import Flag, FlagError, merged
from generated._support.limits import Limits
from generated._support.settable import flags, settings_of
from generated._support.settings import Settings
from generated._support.tls import Tls
from generated.products.serving import HOSTS
from tests.serving.process import served

KNOWN = flags(HOSTS)
NAMES = {flag.name: flag for flag in KNOWN}


def values(
    tmp_path: Path,
    text: str = "",
    environment: dict[str, str] | None = None,
    **given: Any,
) -> dict[str, Any]:
    file = tmp_path / "serve.toml"
    file.write_text(text)
    return merged(KNOWN, given, environment=environment or {}, file=str(file))


def settings(values: dict[str, Any]) -> Settings:
    return settings_of(values, HOSTS)


def test_the_command_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    found = values(
        tmp_path,
        "grace = 1\nthreads = 2\nworkers = 3\n",
        {"DIPTYCH_GRACE": "4", "DIPTYCH_THREADS": "5", "HOME": "/root"},
        grace=6.0,
    )
    assert found == {"grace": 6.0, "threads": 5, "workers": 3}
    made = settings(found)
    assert (made.grace, made.threads, made.workers) == (6, 5, 3)


def sample(flag: Flag) -> tuple[Any, str, Any]:
    """A value of a flag as TOML has it, as text, and as it comes out."""
    match flag:
        case Flag(name="mount"):
            return ["jsonrpc=/rpc"], "jsonrpc=/rpc", ["jsonrpc=/rpc"]
        case Flag(name="cors-origin"):
            return ["https://a.example"], "https://a.example", ["https://a.example"]
        case Flag(name="idempotency"):
            return "none", "none", "none"
        case Flag(name="public-url"):
            return "https://a.example", "https://a.example", "https://a.example"
        case Flag(name="own-path"):
            return "/-", "/-", "/-"
        case Flag(unit="switch"):
            return True, "1", True
        case Flag(unit="SECONDS" | "NUMBER" | "BYTES"):
            return 9000, "9000", 9000
        case _:
            return "text", "text", "text"


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_can_be_set_can_be_set_in_each_place(tmp_path: Path, name: str) -> None:
    flag = NAMES[name]
    toml, text, expected = sample(flag)
    in_file = values(tmp_path, f"{name} = {json.dumps(toml)}\n")[name]
    assert in_file == (str(tmp_path / expected) if flag.unit == "FILE" else expected)
    assert values(tmp_path, "", {flag.variable: text})[name] == expected


def test_every_option_of_the_command_can_be_set_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main("generated.products", HOSTS, ["serve", "--help"])
    told = capsys.readouterr().out
    options = set(re.findall(r"--([a-z-]+)", told)) - {"help", "config"}
    assert {name.removeprefix("no-") for name in options} == {
        name for name, flag in NAMES.items() if flag.option
    }
    assert "tls-key-password" not in told


def test_every_field_of_the_settings_can_be_set() -> None:
    made = settings(
        {
            **{name: sample(flag)[2] for name, flag in NAMES.items()},
            "tls-cert": "c",
            "tls-key": "k",
        }
    )
    assert made.limits != Limits()
    for field in Settings.__slots__:
        assert getattr(made, field) != getattr(Settings(), field), field
    assert made.tls == Tls(cert="c", key="k", client_ca="text", key_password="text")


@pytest.mark.parametrize(
    ("text", "environment", "complaint"),
    [
        ("grase = 1", {}, "serve.toml: nothing is set by 'grase'; did you mean 'grace'?"),
        ("max_timeout = 1", {}, "did you mean 'max-timeout'?"),
        ("", {"DIPTYCH_GRASE": "1"}, "DIPTYCH_GRASE: nothing is set by that; did you mean 'DIPT"),
        ("grace = '1'", {}, "serve.toml: grace is a number, not '1'"),
        ("grace = true", {}, "serve.toml: grace is a number, not True"),
        ("threads = 1.5", {}, "serve.toml: threads is a whole number, not 1.5"),
        ("compress = 1", {}, "serve.toml: compress is true or false, not 1"),
        ("cors-origin = 'x'", {}, "serve.toml: cors-origin is a list of texts, not 'x'"),
        ("service = 1", {}, "serve.toml: service is a text, not 1"),
        ("grace = ", {}, "serve.toml is not TOML: "),
        ("", {"DIPTYCH_GRACE": "soon"}, "DIPTYCH_GRACE: not a number: 'soon'"),
        ("", {"DIPTYCH_COMPRESS": "maybe"}, "DIPTYCH_COMPRESS: not 1 or 0: 'maybe'"),
    ],
)
def test_what_sets_nothing_is_named_with_its_place(
    tmp_path: Path, text: str, environment: dict[str, str], complaint: str
) -> None:
    with pytest.raises(FlagError) as refused:
        values(tmp_path, text, environment)
    assert complaint in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FlagError, match=r"cannot read .*none\.toml: No such file"):
        merged(KNOWN, {}, environment={}, file=str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"tls-cert": "c"}, "tls-cert is of no use without tls-key"),
        ({"tls-client-ca": "c"}, "tls-client-ca is of no use without tls-cert"),
        ({"cors-max-age": 1}, "cors-max-age is of no use without cors-origin"),
        ({"mount": ["rpc"]}, "mount: not of the form STYLE=PATH: 'rpc'"),
        ({"mount": ["jsonrpcs=/x"]}, "no style 'jsonrpcs' over HTTP here; did you mean 'jsonrpc'?"),
        ({"mount": ["jsonrpc=x"]}, "the path of jsonrpc must begin with /"),
        ({"own-path": "/x/"}, "the path of own_path must begin with / and not end so"),
        ({"public-url": "a.example"}, "public_url is not the URL of a server: 'a.example'"),
        ({"workers": 0}, "workers must be at least 1"),
        ({"drain": -1}, "drain must not be negative"),
    ],
)
def test_settings_that_do_not_fit_are_refused(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises((FlagError, ValueError)) as refused:
        settings(given)
    assert complaint in str(refused.value)


def test_a_server_can_be_told_all_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "serve.toml"
    file.write_text("grace = 0.5\nthreads = 3\nhealth = true\n")
    with served(environment={"DIPTYCH_CONFIG": str(file)}) as shop:
        answer = shop.ask(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        assert answer.endswith(b"ready")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--rest", ":0"], "say what is to be served, as module:object"),
        (["a:b", "--grase", "1", "--rest", ":0"], "no option 'grase' here; did you mean 'grace'?"),
        (["a:b", "--rest", ":0", "--config", "none.toml"], "cannot read none.toml"),
        (
            ["a:b", "--rest", ":0", "--idempotency", "redis://:pass@127.0.0.1/0"],
            "a password is for the environment (DIPTYCH_IDEMPOTENCY) or the file",
        ),
    ],
)
def test_the_command_says_what_is_missing(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main("generated.products", HOSTS, ["serve", *arguments])
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err
