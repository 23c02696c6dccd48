"""nginx itself takes what is written for it, for every contract and for all of them together."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.contract import HEADER
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of
from tests.deploy.nginx.folder import NGINX, needs_nginx, written

pytestmark = needs_nginx


def places(folder: Path) -> list[str]:
    """The names of all locations of a file with one server; nginx does not mind twins."""
    return re.findall(r"location (@\w+)", (folder / "nginx.conf").read_text())


def judged(folder: Path, user: int | None = None, within: Path | None = None) -> str:
    """What nginx, started in `within`, says of it; "" if it takes it without a word."""
    told = subprocess.run(
        [NGINX.command(Path())[0], "-t", "-q", "-p", folder, "-c", "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        user=user,
        cwd=within,
    )
    assert told.returncode == 0, told.stderr
    return told.stderr


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_nginx_takes_the_configuration_of_each_contract(contract: Path, tmp_path: Path) -> None:
    folder = written(tmp_path, [contract])
    assert judged(folder) == ""
    assert len({*places(folder)}) == len(places(folder))


def test_nginx_takes_one_configuration_for_all_contracts(tmp_path: Path) -> None:
    assert judged(written(tmp_path, CONTRACTS)) == ""


@pytest.mark.parametrize("contracts", [CONTRACTS[:1], CONTRACTS], ids=["one", "all"])
def test_nginx_takes_it_from_outside_of_the_folder(contracts: list[Path], tmp_path: Path) -> None:
    folder = written(tmp_path, contracts, {"client-ca": ["tls/certificate.pem"]})
    assert judged(Path(folder.name), within=folder.parent) == ""


def test_files_may_have_names_with_blanks_and_hashes(tmp_path: Path) -> None:
    made = written(tmp_path, [Path("contracts/products.yaml")])
    place = tmp_path / "my tls"
    shutil.copytree(made / "tls", place)
    (place / "key.pem").rename(place / "#key.pem")
    names = {"certificate": place / "certificate.pem", "key": place / "#key.pem"}
    given = {**names, "client-ca": place / "certificate.pem"}
    text = {name: [str(path)] for name, path in given.items()}
    assert judged(written(tmp_path, [Path("contracts/products.yaml")], text)) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_anybody_can_run_it() -> None:
    nobody = 65534
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, [Path("contracts/products.yaml")])
        for place in [folder, *folder.rglob("*")]:
            os.chown(place, nobody, nobody)
        assert judged(folder / "front", nobody) == ""


def test_nginx_takes_hundreds_of_operations(tmp_path: Path) -> None:
    line = "  Do{0}: {{input: {{id: string}}, output: string, rest: 'POST /a/{{id}}/b{0}'}}\n"
    operations = "".join(line.format(number) for number in range(500))
    (tmp_path / "products.yaml").write_text(f"{HEADER}operations:\n{operations}")
    folder = written(tmp_path, [tmp_path / "products.yaml"])
    assert judged(folder) == ""
    places = (folder / "nginx.conf").read_text().count("proxy_pass http")
    assert places < 10


def test_paths_that_differ_in_case_only_are_two(tmp_path: Path) -> None:
    text = (
        "operations:\n  A: {output: string, rest: POST /a}\n  B: {output: string, rest: POST /A}\n"
    )
    (tmp_path / "products.yaml").write_text(HEADER + text)
    assert judged(written(tmp_path, [tmp_path / "products.yaml"])) == ""


def test_without_a_cache_nothing_is_kept() -> None:
    files, told = files_of("nginx", bound([Path("contracts/blog.yaml")]), {"cache": ["0"]})
    assert b"proxy_cache" not in files["nginx.conf"]
    assert [one.code for one in told] == []


def test_a_contract_of_one_transport_has_places_for_that_alone(tmp_path: Path) -> None:
    for style, absent in (("grpc", b"proxy_pass "), ("rest", b"grpc_pass ")):
        contracts = bound_text(tmp_path, "operations:\n  A: {output: string}\n", [style])
        files, _ = files_of("nginx", contracts)
        assert absent not in files["nginx.conf"]
        folder = tmp_path / style
        written(folder_of(folder), [Path("contracts/products.yaml")])
        (folder / "front" / "nginx.conf").write_bytes(files["nginx.conf"])
        assert judged(folder / "front") == ""


def folder_of(path: Path) -> Path:
    """A new folder."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path


@pytest.mark.parametrize("name", ["products", "servers"])
def test_the_file_is_what_a_reader_has_seen(name: str) -> None:
    golden = Path(__file__).parent / "golden" / f"{name}.conf"
    files, _ = files_of("nginx", bound([Path(f"contracts/{name}.yaml")]))
    if "UPDATE_EXPECTED" in os.environ:
        golden.write_bytes(files["nginx.conf"])
    assert files["nginx.conf"].decode() == golden.read_text(encoding="utf-8")
