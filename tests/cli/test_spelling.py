"""Names with digits: JSON, .proto and Python spell them alike, and old locks know them."""

from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from tests.cli.conftest import Gen

CONTRACT = """\
contract: notes.v1
types:
  Standard: {enum: [RSA_2K, sha256]}
  B2BCustomer:
    fields:
      is_2fa_enabled: bool
      md5sum: string
      b2b_customer: string?
      standard: Standard
operations:
  CheckB2BCustomer: {input: {b2b_customer: B2BCustomer, md5_of: string}, output: B2BCustomer}
"""

# As it was written when words ended at digits.
OLD_LOCK = """\
grpc:
  B2BCustomer:
    used:
      standard: 1
      b2_b_customer: 2
      md5_sum: 3
      is_2_fa_enabled: 4
"""


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contracts").mkdir()
    monkeypatch.chdir(tmp_path)


def built(gen: Gen, text: str, lock: str = "") -> Path:
    Path("contracts/notes.yaml").write_text(text, encoding="utf-8")
    if lock:
        Path("contracts/notes.lock").write_text(lock, encoding="utf-8")
    done = gen("build", "contracts/notes.yaml", "--output", "generated")
    assert done.exit_code == 0, done.stderr
    return Path("generated/notes")


def fields_of(folder: Path, message: str) -> dict[str, Any]:
    files = FileDescriptorSet.FromString((folder / "proto" / "descriptor.binpb").read_bytes())
    found = {m.name: m for file in files.file for m in file.message_type}
    return {field.name: field for field in found[message].field}


def test_digits_split_no_name_in_json_proto_or_python(gen: Gen) -> None:
    folder = built(gen, CONTRACT)
    fields = fields_of(folder, "B2BCustomer")
    assert [*fields] == ["is_2fa_enabled", "md5sum", "b2b_customer", "standard"]
    assert fields["is_2fa_enabled"].json_name == "is2faEnabled"
    types = (folder / "types.py").read_text(encoding="utf-8")
    assert '    is_2fa_enabled: bool = msgspec.field(name="is2faEnabled")\n' in types
    assert "    md5sum: str\n" in types
    assert '    RSA_2K = "RSA_2K"\n    SHA256 = "sha256"\n' in types
    service = (folder / "service.py").read_text(encoding="utf-8")
    assert "    async def check_b2b_customer(\n" in service


def test_a_lock_that_knows_the_old_spelling_keeps_its_numbers_and_takes_the_new_one(
    gen: Gen,
) -> None:
    fields = fields_of(built(gen, CONTRACT, OLD_LOCK), "B2BCustomer")
    numbers = {"is_2fa_enabled": 4, "md5sum": 3, "b2b_customer": 2, "standard": 1}
    assert {name: field.number for name, field in fields.items()} == numbers
    lock = Path("contracts/notes.lock").read_text(encoding="utf-8")
    assert "is_2fa_enabled: 4 bool" in lock
    assert "2_fa" not in lock and "md5_sum" not in lock
