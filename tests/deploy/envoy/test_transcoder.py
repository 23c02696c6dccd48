"""REST that Envoy makes gRPC of, beside our own REST: what is the same, and what is not."""

import contextlib
import json
import os
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from google.api import annotations_pb2
from google.api.http_pb2 import HttpRule
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from joserfc import jwk

from generator.deploy import path as deploy_path
from generator.deploy.envoy.annotations import annotated
from generator.deploy.running import free_address, started
from generator.formats.protobuf.compile import load
from tests.auth.callers import RIGHT, authenticate
from tests.behaviour.hosting import Host, served
from tests.deploy.envoy.beside import CALLS, Call, services
from tests.deploy.envoy.folder import ENVOY, needs_envoy, running, written
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of, front_of
from tests.deploy.nobody import nobody

BESIDE = ("products", "servers", "cameras")
SHOP = Path(__file__).parent / "shop.yaml"
PAGE = Path("docs/deploy/envoy.md")
HEAD = "| What | Call | REST | Transcoder |\n|---|---|---|---|\n"
ADDRESS = {"transcoder": ["127.0.0.1:9443"]}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, httpx.Client]]:
    """One Envoy with both listeners, before servers of several contracts."""
    folder, host = tmp_path_factory.mktemp("transcoder"), Host()
    stack = contextlib.AsyncExitStack()

    async def serve(style: str) -> list[str]:
        found = []
        for name, service in (await services()).items():
            target = served(f"generated.{name}", style, service, authenticate=authenticate)
            address = (await stack.enter_async_context(target)).removeprefix("http://")
            found.append(f"{name}={address}")
        return found

    rest, transcoder = free_address(), free_address()
    try:
        given = {
            "listen": [rest],
            "transcoder": [transcoder],
            "server": host.run(serve("rest")),
            "grpc-server": host.run(serve("grpc")),
            "cache": ["0"],
        }
        contracts = [Path(f"contracts/{name}.yaml").absolute() for name in BESIDE]
        place = written(folder, contracts, given)
        trust = ssl.create_default_context(cafile=place / "tls/certificate.pem")
        with started(ENVOY, place, rest):
            at = {"REST": rest, "Transcoder": transcoder}
            yield {
                side: httpx.Client(base_url=f"https://{address}", verify=trust)
                for side, address in at.items()
            }
    finally:
        host.run(stack.aclose())
        host.close()


def seen(client: httpx.Client, call: Call) -> str:
    """What the table says of an answer."""
    method, _, path = call.request.partition(" ")
    known = {"authorization": f"Bearer {RIGHT}", "x-api-key": RIGHT}
    always = {"host": f"{call.contract}.localhost", **known}
    content = call.body if isinstance(call.body, str | None) else json.dumps(call.body)
    of_json = {} if content is None else {"content-type": "application/json"}
    headers = {**always, **of_json, **call.headers}
    answer = client.request(method, path, headers=headers, content=content)
    return f"{answer.status_code} {call.seen(answer)}".strip()


@needs_envoy
def test_the_page_says_what_callers_see_of_both(both: dict[str, httpx.Client]) -> None:
    rows = []
    for call in CALLS:
        cells = [seen(client, call) for client in both.values()]
        rows.append(f"| {call.what} | {call.shown} | {' | '.join(cells)} |\n")
    page = PAGE.read_text()
    before, _, after = page.partition(HEAD)
    table, end, rest = after.partition("\n\n")
    if "UPDATE_EXPECTED" in os.environ:
        PAGE.write_text(f"{before}{HEAD}{''.join(rows).rstrip()}{end}{rest}")
        return
    assert table.splitlines(keepends=True) == "".join(rows).rstrip().splitlines(keepends=True)


def rules(binary: bytes) -> dict[str, object]:
    """The annotations of a descriptor's calls, by their names."""
    made = FileDescriptorSet.FromString(binary)
    (service,) = made.file[-1].service
    return {one.name: one.options.Extensions[annotations_pb2.http] for one in service.method}


def test_annotations_say_methods_paths_and_bodies_of_rest() -> None:
    files, _ = files_of("envoy", bound([Path("contracts/servers.yaml")]), ADDRESS)
    found = rules(files["transcoder/servers.binpb"])
    expected = {
        "OrderServer": HttpRule(post="/servers", body="*"),
        "GetServer": HttpRule(get="/servers/{server_id}"),
        "SearchServers": HttpRule(get="/servers:search"),
        "ImportServers": HttpRule(post="/servers:import", body="*"),
        "RestartServer": HttpRule(post="/servers/{server_id}/restart", body="*"),
        "RebootServer": HttpRule(post="/servers/{server_id}:reboot"),
        "UpdateServer": HttpRule(patch="/servers/{server_id}", body="*"),
        "RemoveServer": HttpRule(delete="/servers/{server_id}"),
        "GetStatus": HttpRule(get="/status"),
    }
    assert found == expected


def test_a_body_that_is_one_input_is_that_field(tmp_path: Path) -> None:
    text = """
types: {Thing: {fields: {id: string}}}
operations:
  Put: {input: {thing: Thing, at: timestamp}, rest: {method: PUT, path: /thing, body: thing}}
"""
    files, problems = files_of("envoy", bound_text(tmp_path, text), ADDRESS)
    (name,) = (path for path in files if path.endswith(".binpb"))
    assert rules(files[name]) == {"Put": HttpRule(put="/thing", body="thing")}
    assert not problems


def test_of_several_ways_to_an_operation_the_rest_are_additional_bindings() -> None:
    (service,) = front_of(bound([Path("contracts/products.yaml")])).services
    (backend, grpc) = service.backends
    more = tuple(
        replace(way, path=deploy_path.Path(text=f"/v1{way.path.text}")) for way in backend.ways
    )
    twice = replace(service, backends=(replace(backend, ways=(*backend.ways, *more)), grpc))
    made = annotated(twice)
    assert made is not None
    rule = rules(made.descriptor())["GetProduct"]
    second = HttpRule(get="/v1/products/{product_id}")
    assert rule == HttpRule(get="/products/{product_id}", additional_bindings=[second])


def test_the_descriptor_holds_all_that_it_imports_and_is_the_same_each_time() -> None:
    first, second = (files_of("envoy", bound(CONTRACTS), ADDRESS)[0] for _ in range(2))
    assert first == second
    for contract in CONTRACTS:
        load(first[f"transcoder/{contract.stem}.binpb"])
        own = Path(f"generated/{contract.stem}/proto/descriptor.binpb").read_bytes()
        assert b"google.api.http" not in own


def test_without_the_parameter_there_is_no_transcoder() -> None:
    files, _ = files_of("envoy", bound(CONTRACTS))
    assert not [path for path in files if path.startswith("transcoder")]
    assert b"grpc_json_transcoder" not in files["envoy.yaml"]


@pytest.mark.parametrize("style", ["rest", "grpc"])
def test_a_contract_with_one_of_both_styles_has_no_transcoder(style: str) -> None:
    files, problems = files_of("envoy", bound([CONTRACTS[0]], [style]), ADDRESS)
    assert b"grpc_json_transcoder" not in files["envoy.yaml"]
    assert "GEN997" in [one.code for one in problems]


@needs_envoy
def test_envoy_takes_a_transcoder_for_all_contracts(tmp_path: Path) -> None:
    folder = written(tmp_path, CONTRACTS, {**ADDRESS, "tokens": ["false"], "cache": ["0"]})
    command = [*ENVOY.command(folder), "--mode", "validate"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""


@needs_envoy
def test_tokens_are_asked_for_there_too(tmp_path: Path) -> None:
    address, files = free_address(), []
    for name in ("token", "other"):
        files.append(tmp_path / f"{name}.json")
        key = jwk.ECKey.generate_key("P-256", {"kid": "k"}).as_dict(private=False)
        files[-1].write_text(json.dumps({"keys": [key]}))
    given = {
        "transcoder": [address],
        "server": [nobody()],
        "grpc-server": [nobody()],
        "jwks": [f"{path.stem}={path.name}" for path in files],
    }
    with running(tmp_path, SHOP, given, ("rest", "grpc"), files) as envoy:
        trust = ssl.create_default_context(cafile=envoy.folder / "tls/certificate.pem")
        with httpx.Client(base_url=f"https://{address}", verify=trust) as client:
            assert client.get("/things/1").status_code == 503
            assert client.delete("/things/1").status_code == 401
