"""Files of AWS are read with their places, in bounds; what is no such file is left alone."""

import json

import pytest

from generator.deploy.aws.template import Document, read
from generator.diagnostics import Problems

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\n"


def document(text: str, file: str = "a.yaml") -> Document:
    problems = Problems()
    found = read(file, text.encode(), problems)
    assert found is not None, [*problems]
    return found


def refused(text: str) -> str:
    problems = Problems()
    assert read("a.yaml", text.encode(), problems) is None
    (one,) = problems
    return f"{one.span}: {one.message}"


def test_short_forms_are_what_they_stand_for() -> None:
    root = document(
        f"{HEAD}Resources: {{}}\n"
        "a: !Ref A\n"
        "b: !GetAtt B.Arn\n"
        "c: !Sub '${C}-${D.Arn}-${!E}'\n"
        "d: !If [F, !Ref G, !Join ['', [!Ref H]]]\n"
        "e: !Condition I\n"
        "f: !Sub ['${J}-${K}', {K: !Ref L}]\n"
    ).root
    assert root.plain == {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {},
        "a": {"Ref": "A"},
        "b": {"Fn::GetAtt": ["B", "Arn"]},
        "c": {"Fn::Sub": "${C}-${D.Arn}-${!E}"},
        "d": {"Fn::If": ["F", {"Ref": "G"}, {"Fn::Join": ["", [{"Ref": "H"}]]}]},
        "e": {"Condition": "I"},
        "f": {"Fn::Sub": ["${J}-${K}", {"K": {"Ref": "L"}}]},
    }
    names = {key: member.node.names for key, member in root.members.items()}
    assert names["a"] == ("A",)
    assert names["b"] == ("B",)
    assert names["c"] == ("C", "D")
    assert names["d"] == ("G", "H")
    assert names["f"] == ("J", "L")


def test_every_value_and_key_knows_its_place() -> None:
    text = "Resources:\n  A:\n    Type: AWS::B\n    Properties:\n      C: [1, 2]\n"
    found = document(HEAD + text)
    resource = found.resources["A"]
    assert str(resource.span) == "a.yaml:3:3"
    assert str(resource.place("C", 1)) == "a.yaml:6:14"
    assert str(resource.place("D")) == "a.yaml:3:3"


def test_json_is_read_as_yaml_is_tabs_included() -> None:
    value = {"Resources": {"A": {"Type": "AWS::B", "Properties": {"C": ["1", 2, None, True, 1.5]}}}}
    found = document(json.dumps(value, indent="\t"), "a.json")
    assert found.root.plain == value


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.txt", f"{HEAD}Resources: {{}}"),
        ("a.yaml", "Resources: {}"),
        ("a.yaml", "node: [unclosed"),
        ("a.yaml", "name: AWS::Nothing"),
        ("a.json", '["AWS::Nothing"]'),
    ],
)
def test_what_is_no_file_of_aws_is_left_alone(file: str, text: str) -> None:
    problems = Problems()
    assert read(file, text.encode(), problems) is None
    assert [*problems] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1\nb: 2\n", "a.yaml:3:2: cannot read a.yaml: did not find expected"),
        ("a: &b 1\nc: *b\n", "a.yaml:3:4: cannot read a.yaml: CloudFormation knows no aliases"),
        ("a: 1\na: 2\n", "a.yaml:3:1: cannot read a.yaml: the key 'a' stands there twice"),
        ("---\na: 1\n", "a.yaml:2:1: cannot read a.yaml: it holds several documents"),
        (f"a: {'[' * 5000}", "a.yaml:2:104: cannot read a.yaml: it is nested too deeply"),
        ("\0", "a.yaml:1:1: cannot read a.yaml: "),
        ("[1]: 2", "a.yaml:2:1: cannot read a.yaml: a key is no text"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, told: str) -> None:
    assert refused(HEAD + text).startswith(told)
