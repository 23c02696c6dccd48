"""Problems in every format: for people, and for programs."""

import json
import re
from importlib.metadata import version

import jsonschema_rs
import pytest

from generator.diagnostics import Kind, Problems, Severity, Span
from generator.diagnostics.fix import replacement
from generator.diagnostics.render import FORMATS, render, summary
from generator.diagnostics.render.visible import visible, width

KIND = Kind(code="GEN203", name="unknown-type", explanation="Not declared.\n\nDeclare it.\n")
WARNING = Kind(code="GEN299", name="odd", explanation="Odd.\n", severity=Severity.WARNING)
KINDS = {"GEN203": KIND, "GEN299": WARNING}


def at(line: int, column: int, end_line: int, end_column: int, file: str = "a.yaml") -> Span:
    return Span(file, line, column, end_line, end_column)


def problems(
    text: str, *spans: Span, message: str = "unknown", hint: str | None = None
) -> Problems:
    found = Problems()
    found.texts["a.yaml"] = text
    for span in spans:
        found.add(KIND.at(span, message, hint=hint))
    return found


def shown(text: str, span: Span) -> list[str]:
    """The lines of the excerpt, without the frame."""
    printed = render(problems(text, span), kinds=KINDS).split("\n")
    return [line.split("| ", 1)[1] for line in printed if "| " in line]


def test_a_problem_shows_its_code_place_line_caret_and_hint() -> None:
    found = Problems()
    found.texts["a.yaml"] = "types:\n  Money: {}\n  price: Mony\n"
    related = ((at(2, 3, 2, 8), "declared here"),)
    found.add(KIND.at(at(3, 10, 3, 14), "unknown type", hint="did you mean?", related=related))
    found.add(WARNING.at(None, "odd"))
    assert render(found, kinds=KINDS) == (
        "warning[GEN299]: odd\n"
        "\n"
        "error[GEN203]: unknown type\n"
        "  --> a.yaml:3:10\n"
        "   |\n"
        " 3 |   price: Mony\n"
        "   |          ^^^^\n"
        "  ::: a.yaml:2:3: declared here\n"
        "   |\n"
        " 2 |   Money: {}\n"
        "   |   -----\n"
        "   = hint: did you mean?\n"
        "\n"
        "Found 1 error, 1 warning.\n"
    )


def test_colour_changes_nothing_but_colour() -> None:
    found = problems("a: b\n", at(1, 4, 1, 5), hint="c")
    colored = render(found, kinds=KINDS, color=True)
    assert "\x1b[1;31m^\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render(found, kinds=KINDS)


def test_the_caret_stands_below_wide_and_combining_characters() -> None:
    assert shown("宽宽: e\u0301 日本 x\n", at(1, 8, 1, 10)) == [
        "宽宽: e\u0301 日本 x",
        " " * 8 + "^^^^",
    ]


def test_tabs_are_shown_as_blanks_so_that_the_caret_fits() -> None:
    assert shown("\ta:\tb\n", at(1, 5, 1, 6)) == ["    a:    b", " " * 10 + "^"]


def test_a_span_of_several_lines_shows_its_first_and_last() -> None:
    printed = render(problems("a:\n  b\n  c\n  d e\nf\n", at(1, 1, 4, 4)), kinds=KINDS)
    assert printed.split("\n")[2:9] == [
        "   |",
        " 1 | a:",
        "   | ^^",
        "...",
        " 4 |   d e",
        "   |   ^",
        "",
    ]


def test_an_empty_span_still_has_a_caret() -> None:
    assert shown("a:\n", at(1, 3, 1, 3)) == ["a:", "  ^"]


@pytest.mark.parametrize("column", [1, 50, 500, 990])
def test_long_lines_are_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(ord("a") + at % 26) for at in range(1000))
    source, carets = shown(f"{line}\n", at(1, column, 1, column + 5))
    assert len(source) <= 100
    assert source[carets.index("^") :].startswith(line[column - 1 : column + 4])
    assert carets.strip() == "^^^^^"


def test_a_long_span_on_a_long_line_is_cut() -> None:
    source, carets = shown("x" * 5000 + "\n", at(1, 1, 1, 5001))
    assert len(source) <= 100
    assert len(carets) <= len(source)


def test_a_place_in_an_unknown_text_is_shown_without_lines() -> None:
    found = Problems()
    found.add(KIND.at(at(3, 1, 3, 2, file="gone.yaml"), "unknown"))
    found.add(KIND.at(at(99, 1, 99, 2), "beyond"))
    found.texts["a.yaml"] = "a: b\n"
    printed = render(found, kinds=KINDS)
    assert "  --> gone.yaml:3:1\n\n" in printed
    assert "--> a.yaml:99:1\n\n" in printed


EVIL = "\x1b[2J\x07\u202egnp.exe\u2066\u200b\x00\x9b31m\r\nerror[GEN000]: fake"


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_escape_sequence_or_bidi_mark_gets_through(output_format: str) -> None:
    file = f"{EVIL}.yaml"
    found = Problems()
    found.texts[file] = f"a: {EVIL}\n"
    span = at(1, 4, 1, 9, file=file)
    found.add(KIND.at(span, EVIL, hint=EVIL, related=((span, EVIL),)))
    chosen = next(known for known in FORMATS if known == output_format)
    printed = render(found, chosen, kinds=KINDS)
    assert set(re.findall(r"[^\n -~]", printed)) <= {"…"}
    assert not re.search(r"^error\[GEN000\]", printed, re.M)
    assert len(re.findall(r"^::", printed, re.M)) <= 1


def test_visible_text_keeps_what_can_be_seen() -> None:
    text = "Grüße, 日本, ✓, e\u0301, 👩\u200d🚀"
    assert visible(text) == text
    assert width(text) == len("Grüße, 日本, ✓, é, XX") + 4


def test_the_summary_counts_each_severity() -> None:
    found = Problems()
    assert summary(found) == "Found no problems."
    for column in (1, 2):
        found.add(KIND.at(at(1, column, 1, 3), "a"))
    found.add(WARNING.at(None, "b"))
    assert summary(found) == "Found 2 errors, 1 warning."


def test_nothing_is_printed_when_there_is_nothing_to_say() -> None:
    assert render(Problems(), kinds=KINDS) == ""
    assert render(Problems(), "github", kinds=KINDS) == ""


def test_json_has_the_promised_shape() -> None:
    found = problems("a: b\n", at(1, 4, 1, 5), message="m", hint="h")
    found.add(WARNING.at(None, "w", related=((at(1, 1, 1, 2), "r"),)))
    assert json.loads(render(found, "json", kinds=KINDS)) == {
        "version": 1,
        "diagnostics": [
            {
                "code": "GEN299",
                "name": "odd",
                "severity": "warning",
                "message": "w",
                "hint": None,
                "facts": [],
                "location": None,
                "related": [
                    {
                        "message": "r",
                        "location": {
                            "file": "a.yaml",
                            "line": 1,
                            "column": 1,
                            "end_line": 1,
                            "end_column": 2,
                        },
                    }
                ],
                "fix": None,
            },
            {
                "code": "GEN203",
                "name": "unknown-type",
                "severity": "error",
                "message": "m",
                "hint": "h",
                "facts": [],
                "location": {
                    "file": "a.yaml",
                    "line": 1,
                    "column": 4,
                    "end_line": 1,
                    "end_column": 5,
                },
                "related": [],
                "fix": None,
            },
        ],
        "summary": {"errors": 1, "warnings": 1, "notes": 0},
    }


def test_json_and_sarif_carry_what_to_change() -> None:
    place = at(1, 4, 1, 5)
    found = problems("a: b\n", place)
    found.add(KIND.at(place, "unknown type", fix=replacement(place, "Money")))
    fixes = [one["fix"] for one in json.loads(render(found, "json", kinds=KINDS))["diagnostics"]]
    (edit,) = next(fix for fix in fixes if fix)["edits"]
    assert (edit["text"], edit["location"]["column"], edit["location"]["end_column"]) == (
        "Money",
        4,
        5,
    )
    results = json.loads(render(found, "sarif", kinds=KINDS))["runs"][0]["results"]
    (fix,) = next(result["fixes"] for result in results if "fixes" in result)
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "a.yaml"}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5},
            "insertedContent": {"text": "Money"},
        }
    ]


def test_github_commands_are_escaped() -> None:
    span = at(1, 4, 1, 5, file="a,b:c%.yaml")
    found = problems("", span, message="50%, a::b", hint="h")
    assert render(found, "github", kinds=KINDS) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=GEN203"
        "::50%25, a::b%0Ahint: h\n"
    )


def test_github_gets_no_columns_for_several_lines() -> None:
    printed = render(problems("", at(1, 4, 2, 5)), "github", kinds=KINDS)
    assert printed.startswith("::error file=a.yaml,line=1,endLine=2,title=GEN203::")


def test_sarif_has_what_its_schema_requires() -> None:
    """SARIF 2.1.0: sarifLog §3.13, run §3.14, result §3.27, region §3.30."""
    found = problems("a: b\n", at(1, 4, 1, 5, file="my contracts/ü.yaml"), hint="h")
    found.add(WARNING.at(None, "w", related=((at(1, 1, 1, 2), "r"),)))
    log = json.loads(render(found, "sarif", kinds=KINDS))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("diptych", version("diptych"))
    assert [rule["id"] for rule in driver["rules"]] == ["GEN203", "GEN299"]
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in driver["rules"])
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
    error = next(result for result in run["results"] if result["level"] == "error")
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20contracts/%C3%BC.yaml"
    assert place["region"] == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5}
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_escapes_what_would_be_a_placeholder() -> None:
    found = problems("a: b\n", at(1, 4, 1, 5), message="'{0}' needs quotes", hint="`{a: b}`")
    (result,) = json.loads(render(found, "sarif", kinds=KINDS))["runs"][0]["results"]
    assert result["message"]["text"] == "'{{0}}' needs quotes\nhint: `{{a: b}}`"


def test_sarif_gives_every_result_a_place() -> None:
    """GitHub refuses a log with a result that has none."""
    found = problems("", at(1, 1, 1, 2, file="/srv/my api/a.yaml"))
    found.add(KIND.at(None, "unknown style"))
    results = json.loads(render(found, "sarif", kinds=KINDS))["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "pyproject.toml",
        "file:///srv/my%20api/a.yaml",
    ]
    assert all(place["region"]["startLine"] == 1 for place in places)


def test_sarif_has_no_member_that_its_schema_does_not_know() -> None:
    found = problems("a: b\n", at(1, 4, 1, 5), hint="h")
    found.add(WARNING.at(None, "w", related=((at(1, 1, 1, 2), "r"),)))
    found.add(Kind(code="GEN298", name="new", explanation="").at(at(2, 1, 3, 1), "n"))
    found.add(KIND.at(at(1, 1, 1, 2), "f", fix=replacement(at(1, 1, 1, 2), "b")))
    log = json.loads(render(found, "sarif", kinds=KINDS))
    jsonschema_rs.validator_for(SARIF).validate(log)


def closed(required: list[str], **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


# What SARIF 2.1.0 says of the members that we write, and which of them it requires.
TEXT = {"type": "string", "minLength": 1}
ORDINAL = {"type": "integer", "minimum": 1}
MESSAGE = closed(["text"], text=TEXT, markdown=TEXT)
LOCATION = {
    "physicalLocation": closed(
        ["artifactLocation"],
        artifactLocation=closed([], uri={"type": "string", "format": "uri-reference"}),
        region=closed(
            [], startLine=ORDINAL, startColumn=ORDINAL, endLine=ORDINAL, endColumn=ORDINAL
        ),
    )
}
REGION = LOCATION["physicalLocation"]["properties"]["region"]
CHANGE = closed(
    ["artifactLocation", "replacements"],
    artifactLocation=closed([], uri={"type": "string", "format": "uri-reference"}),
    replacements={
        "type": "array",
        "minItems": 1,
        "items": closed(
            ["deletedRegion"],
            deletedRegion=REGION,
            insertedContent=closed([], text={"type": "string"}),
        ),
    },
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = closed(
    ["id"],
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed([], level=LEVEL),
)
RESULT = closed(
    ["message"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": closed([], **LOCATION)},
    fixes={
        "type": "array",
        "uniqueItems": True,
        "items": closed(
            ["artifactChanges"],
            description=MESSAGE,
            artifactChanges={"type": "array", "minItems": 1, "items": CHANGE},
        ),
    },
    relatedLocations={
        "type": "array",
        "uniqueItems": True,
        "items": closed([], id={"type": "integer", "minimum": -1}, message=MESSAGE, **LOCATION),
    },
)
RUN = closed(
    ["tool"],
    tool=closed(
        ["driver"],
        driver=closed(
            ["name"],
            name=TEXT,
            version=TEXT,
            rules={"type": "array", "uniqueItems": True, "items": RULE},
        ),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
SARIF = closed(
    ["version", "runs"],
    **{"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}},
)
