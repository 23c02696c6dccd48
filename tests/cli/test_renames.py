"""What is renamed keeps its numbers: bytes of old callers mean the same to new servers."""

from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from tests.cli.conftest import SETTINGS, Gen

CONTRACT = Path("contracts/notes.yaml")
LOCK = Path("contracts/notes.lock")

OLD = """\
contract: notes.v1
types:
  Colour: {enum: [RED, GREEN]}
  Card: {fields: {digits: string}}
  Cheque: {fields: {bank: string}}
  Means: {union: {card: Card, cheque: Cheque}}
  Note:
    fields:
      id:     {type: string, read_only: true}
      text:   string
      colour: Colour
      means:  Means
      many:   list<list<Card>>
errors:
  NoteGone: {code: not_found, fields: {since: string, why: string}}
resources:
  Note: {key: id}
operations:
  AddNote:   {create: Note, errors: [NoteGone]}
  ListNotes: {list: Note}
"""

# Everything has another name, and stands in another order.
NEW = """\
contract: notes.v1
types:
  Memo:
    renamed_from: Note
    fields:
      body:   {type: string, renamed_from: text}
      id:     {type: string, read_only: true}
      many:   list<list<Plastic>>
      means:  Payment
      colour: Shade
  Payment:
    renamed_from: Means
    union:
      slip: {type: Cheque, renamed_from: cheque}
      plastic: {type: Plastic, renamed_from: card}
  Cheque: {fields: {bank: string}}
  Plastic: {renamed_from: Card, fields: {digits: string}}
  Shade: {renamed_from: Colour, enum: {GREEN: , CRIMSON: {renamed_from: RED}}}
errors:
  MemoGone:
    renamed_from: NoteGone
    code: not_found
    fields: {why: string, since: string}
resources:
  Memo: {key: id, renamed_from: Note}
operations:
  ListMemos: {list: Memo, renamed_from: ListNotes}
  AddMemo:   {create: Memo, errors: [MemoGone], renamed_from: AddNote}
"""


@pytest.fixture(autouse=True)
def _project(project: Path) -> None:
    (project / "pyproject.toml").write_text(SETTINGS.replace('"jsonrpc"', '"grpc"'))


def message(name: str) -> Any:
    """A message of the .proto that was built last."""
    [file] = Path("generated").rglob("descriptor.binpb")
    pool = DescriptorPool()
    for each in FileDescriptorSet.FromString(file.read_bytes()).file:
        pool.AddSerializedFile(each.SerializeToString())
    return GetMessageClass(pool.FindMessageTypeByName(f"notes.v1.{name}"))


def build(gen: Gen, contract: str) -> str:
    CONTRACT.write_text(contract)
    result = gen("build")
    assert result.exit_code == 0, result.stderr
    return result.stderr


def refusal(gen: Gen, contract: str) -> str:
    CONTRACT.write_text(contract)
    before = LOCK.read_bytes()
    result = gen("build")
    assert result.exit_code == 2
    assert LOCK.read_bytes() == before
    return result.stderr


def test_a_contract_in_which_everything_is_renamed_and_moved_reads_old_bytes(gen: Gen) -> None:
    build(gen, OLD)
    old = message("ListNotesResponse")()
    note = old.notes.add(id="1", text="hello", colour=1)
    note.means.card.digits = "42"
    note.many.add().items.add(digits="7")
    old_request = message("AddNoteRequest")(text="hello", colour=2)
    old_error = message("NoteGone")(since="today", why="lost")

    build(gen, NEW)
    read = message("ListMemosResponse").FromString(old.SerializeToString())
    memo = read.memos[0]
    assert (memo.id, memo.body, memo.colour) == ("1", "hello", 1)
    assert (memo.means.plastic.digits, memo.many[0].items[0].digits) == ("42", "7")
    request = message("AddMemoRequest").FromString(old_request.SerializeToString())
    assert (request.body, request.colour) == ("hello", 2)
    error = message("MemoGone").FromString(old_error.SerializeToString())
    assert (error.since, error.why) == ("today", "lost")
    [proto] = Path("generated").rglob("*.proto")
    assert "SHADE_CRIMSON = 1;" in proto.read_text()


def test_old_names_may_go_once_the_lock_knows_the_new_ones(gen: Gen) -> None:
    build(gen, OLD)
    build(gen, NEW)
    kept = LOCK.read_text()
    text = NEW
    for old in ("Note", "text", "Means", "cheque", "card", "Card", "Colour", "RED", "NoteGone"):
        for form in (
            f"    renamed_from: {old}\n",
            f"renamed_from: {old}, ",
            f", renamed_from: {old}",
        ):
            text = text.replace(form, "")
    for old in ("ListNotes", "AddNote"):
        text = text.replace(f", renamed_from: {old}", "")
    text = text.replace("CRIMSON: {renamed_from: RED}", "CRIMSON: ")
    assert "renamed_from" not in text
    build(gen, text)
    assert LOCK.read_text() == kept


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("  Note:\n    fields", "  Memo:\n    fields", "'Memo' is new, and 'Note'"),
        ("Colour", "Shade", "'Shade' is new, and 'Colour'"),
        ("NoteGone", "NoteLost", "'NoteLost' is new, and 'NoteGone'"),
        ("Means", "Payment", "'Payment' is new, and 'Means'"),
    ],
)
def test_a_rename_that_nobody_told_is_asked_for(gen: Gen, old: str, new: str, what: str) -> None:
    build(gen, OLD)
    text = OLD.replace(old, new)
    if "Memo" in new:
        text = text.replace("  Note: {key: id}", "  Note: {key: id, type: Memo}")
    found = refusal(gen, text)
    assert f"GEN706]: {what}, which looks like it, is gone: was it renamed?" in found


def test_a_new_type_may_say_that_it_is_new(gen: Gen) -> None:
    build(gen, OLD)
    text = OLD.replace("Colour", "Shade").replace("{enum: [RED", "{renamed_from: none, enum: [RED")
    text = text.replace("colour: Shade", "shade: Shade")
    build(gen, text)
    kept = LOCK.read_text()
    build(gen, text.replace("renamed_from: none, ", ""))
    assert LOCK.read_text() == kept


def test_a_type_is_not_taken_for_the_request_of_an_operation_that_is_gone(gen: Gen) -> None:
    build(gen, OLD + "  Move: {input: {x: string, y: string}}\n")
    build(gen, OLD.replace("  Card:", "  Point: {fields: {x: string, y: string}}\n  Card:"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("text:   string", "text:   int32", "as string, and is now int32"),
        ("text:   string", "text:   list<string>", "as string, and is now repeated string"),
        ("text:   string", "text:   bool?", "as string, and is now bool"),
        ("means:  Means", "means:  Card", "as Means, and is now Card"),
        (
            "list<list<Card>>",
            "list<list<Cheque>>",
            "as repeated CardList, and is now repeated CheQue",
        ),
        ("{since: string,", "{since: timestamp,", "and is now google.protobuf.Timestamp"),
    ],
)
def test_another_type_under_the_same_number_is_refused(
    gen: Gen, old: str, new: str, said: str
) -> None:
    build(gen, OLD)
    assert said.lower() in refusal(gen, OLD.replace(old, new)).lower()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("int32", "int64"),
        ("int64", "uint32"),
        ("string", "bytes"),
        ("string", "uuid"),
        ("string", "string?"),
    ],
)
def test_a_type_that_reads_what_the_other_wrote_is_fine(gen: Gen, old: str, new: str) -> None:
    text = "contract: shop.v1\ntypes:\n  A: {fields: {x: OLD}}\noperations: {Get: {output: A}}\n"
    build(gen, text.replace("OLD", old))
    build(gen, text.replace("OLD", new))
    assert f"x: 1 {'string' if 'string' in new or new == 'uuid' else new}" in LOCK.read_text()


def test_a_retyped_field_may_take_a_new_number(gen: Gen) -> None:
    build(gen, OLD)
    said = build(gen, OLD.replace("text:   string", "text: {type: int32, number: 9}"))
    assert "warning[GEN708]: 'text' had the number 2, and now has 9" in said
    assert build(gen, OLD.replace("text:   string", "text: {type: int32, number: 9}")) == ""


def test_a_lock_of_an_earlier_version_learns_the_types_without_a_word(gen: Gen) -> None:
    build(gen, OLD)
    new = LOCK.read_text()
    lines = [line.split(": ") for line in new.splitlines()]
    old = [
        f"{line[0]}: {line[1].split()[0]}"
        if len(line) == 2 and line[0][0] == " "
        else ": ".join(line)
        for line in lines
    ]
    LOCK.write_text("\n".join(old) + "\n")
    assert LOCK.read_text() != new
    assert build(gen, OLD) == ""
    assert LOCK.read_text() == new


def test_the_name_of_a_removed_field_stays_reserved_when_its_number_is_used_again(gen: Gen) -> None:
    fields = "types: {A: {fields: {x: string, OLD}}}\n"
    text = f"contract: shop.v1\n{fields}operations: {{Get: {{output: A}}}}\n"
    build(gen, text.replace("OLD", "y: string"))
    build(gen, text.replace(", OLD", ""))
    build(gen, text.replace("OLD", "z: {type: string, renamed_from: y}"))
    [proto] = Path("generated").rglob("*.proto")
    assert 'reserved "y";' in proto.read_text()
    build(gen, text.replace("OLD", "z: string"))
    assert 'reserved "y";' in proto.read_text()
    build(gen, text.replace("OLD", "z: string, y: string"))
    assert "reserved" not in proto.read_text()


def test_an_enum_value_that_only_changes_its_case_is_no_clash_in_the_proto(gen: Gen) -> None:
    text = OLD.replace("[RED, GREEN]", "[Red, GREEN]")
    build(gen, OLD)
    build(gen, text)


def test_a_name_that_is_spelled_in_another_way_keeps_its_number(gen: Gen) -> None:
    build(gen, OLD)
    LOCK.write_text(LOCK.read_text().replace("      text: 2", "      te_xt: 2"))
    build(gen, OLD)
    assert "      text: 2 string\n" in LOCK.read_text()
    assert "te_xt" not in LOCK.read_text()


NESTED = """\
contract: notes.v1
types:
  Line:  {fields: {sku: SKU, count: int32, part: Part?}}
  Part:  {fields: {code: string}}
  Order: {fields: {id: {type: string, read_only: true}, lines: list<Line>}}
resources:
  Order: {key: id}
operations:
  AddOrder: {create: Order}
"""


@pytest.mark.parametrize("part", ["Part", "Line"])
def test_the_first_read_only_field_of_a_nested_record_keeps_what_inputs_had(
    gen: Gen, part: str
) -> None:
    text = NESTED.replace("Part?", f"{part}?")
    build(gen, text.replace("SKU", "string"))
    request = message("AddOrderRequest")()
    request.lines.add(sku="a", count=7).part.SetInParent()
    order = message("Order")(id="1")
    order.lines.add(sku="b", count=8)

    build(gen, text.replace("SKU", "{type: string, read_only: true}"))
    read = message("AddOrderRequest").FromString(request.SerializeToString())
    assert read.lines[0].count == 7
    assert read.lines[0].HasField("part")
    assert message("Order").FromString(order.SerializeToString()).lines[0].sku == "b"
    assert "reserved 1;" in next(Path("generated").rglob("*.proto")).read_text()
