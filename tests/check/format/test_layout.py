"""The one layout: what it settles, and what it leaves to the author."""

from textwrap import dedent

import pytest

from generator.check.format import formatted
from generator.diagnostics import Problems

HEAD = "contract: a.v1\nversion: 1.0.0\n"


def layout(text: str) -> str:
    problems = Problems()
    found = formatted(text, "a.yaml", problems)
    assert found is not None, [str(problem.span) + problem.message for problem in problems]
    assert formatted(found, "a.yaml", Problems()) == found
    return found


def check(written: str, wanted: str) -> None:
    """Both with the indentation of the test, below the head of a contract."""
    assert layout(HEAD + dedent(written)) == HEAD + dedent(wanted)


def test_indentation_is_two_spaces_a_level() -> None:
    check(
        """
        operations:
            A:
                    output: string
                    errors:
                    - B
        """,
        """
        operations:
          A:
            output: string
            errors:
              - B
        """,
    )


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("'plain'", "plain"),
        ('"plain words"', "plain words"),
        ("'1'", '"1"'),
        ("'1.50'", '"1.50"'),
        ("'true'", '"true"'),
        ("'null'", '"null"'),
        ("no", '"no"'),
        ("''", '""'),
        ("'a: b'", '"a: b"'),
        ("'a # b'", '"a # b"'),
        ("'- a'", '"- a"'),
        ("'a, b'", "a, b"),
        ("'it''s'", "it's"),
        ('"say \\"hi\\""', 'say "hi"'),
        ('"\\\\d+"', "'\\d+'"),
        ("'^[a-z]+$'", '"^[a-z]+$"'),
        ('"2026-11-22"', "2026-11-22"),
        ("'2026-11-22T09:30:00Z'", '"2026-11-22T09:30:00Z"'),
        ("22:00", '"22:00"'),
        ("0o17", "0o17"),
        ("1.50", "1.50"),
        ("~", "~"),
        ('"caf\\u00e9"', '"caf\\u00e9"'),
        ('"a\\tb"', '"a\\tb"'),
        ("'https://a.example/{b}'", "https://a.example/{b}"),
        ("*x", None),
        ("!!str 5", "!!str 5"),
    ],
)
def test_a_text_is_plain_where_every_reader_takes_it_for_that_text(
    written: str, wanted: str | None
) -> None:
    anchor = "x-a: &x 1\n" if wanted is None else ""
    assert layout(f"contract: a.v1\n{anchor}x-b: {written}\n") == (
        f"contract: a.v1\n{anchor}x-b: {wanted or written}\n"
    )


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("'a, b'", '"a, b"'),
        ("'a[0]'", '"a[0]"'),
        ("'list<string>?'", "list<string>?"),
        ("https://a.example", "https://a.example"),
    ],
)
def test_within_brackets_a_text_with_commas_and_brackets_has_quotes(
    written: str, wanted: str
) -> None:
    assert layout(f"contract: a.v1\nx-b: [ {written} ]\n") == f"contract: a.v1\nx-b: [{wanted}]\n"


def test_keys_have_quotes_only_where_they_need_them() -> None:
    check(
        """
        x-a: {"b": 1, 'on': 2, "c d": 3, "1": 4}
        """,
        """
        x-a: {b: 1, on: 2, c d: 3, "1": 4}
        """,
    )


def test_known_keys_stand_in_the_order_of_the_language_and_extensions_below_them() -> None:
    written = """\
        operations:
          A:
            x-b: 1
            examples: {one: {output: 2, input: {}}}
            errors: [B]
            rest: GET /a
            output: {c: {description: A word., default: a, type: string, max_length: 3}}
            safe: true
            description: What it does.
            x-a: 2
        errors:
          B: {fields: {z: string, a: string}, code: not_found}
        title: A
        x-own: true
        version: 1.0.0
        contract: a.v1
        """
    wanted = """\
        contract: a.v1
        title: A
        version: 1.0.0
        x-own: true

        errors:
          B: {code: not_found, fields: {z: string, a: string}}

        operations:
          A:
            description: What it does.
            safe: true
            output: {c: {type: string, max_length: 3, default: a, description: A word.}}
            rest: GET /a
            errors: [B]
            examples: {one: {input: {}, output: 2}}
            x-b: 1
            x-a: 2
        """
    assert layout(dedent(written)) == dedent(wanted)


def test_declarations_and_what_the_language_does_not_know_keep_their_order() -> None:
    check(
        """
        types:
          Z: {fields: {type: string, description: string, z: int32, a: int32}}
          A: {enum: [Z, A]}

        operations:
          B:
            input: {type: string, description: string, name: string}
            output: {z: string, a: {misspelled: 1, type: string}}
            examples:
              z: {input: {type: a, name: b, description: c}}
              a: {}
        """,
        """
        types:
          Z: {fields: {type: string, description: string, z: int32, a: int32}}
          A: {enum: [Z, A]}

        operations:
          B:
            input: {type: string, description: string, name: string}
            output: {z: string, a: {misspelled: 1, type: string}}
            examples:
              z: {input: {type: a, name: b, description: c}}
              a: {}
        """,
    )


def test_sections_and_declarations_have_an_empty_line_between_them() -> None:
    written = """\
        contract: a.v1
        version: 1.0.0
        auth: {key: {scheme: bearer}}
        defaults: {auth: key}
        rest: {base_path: /v1}
        types:

          A:
            fields: {a: string}
          B: {enum: [X]}
          C: {enum: [X]}


          D: {enum: [X]}
        errors:
          X: {code: not_found}
          Y: {code: not_found}
        operations:
          A:
            output: string
          B:
            output: string
        """
    wanted = """\
        contract: a.v1
        version: 1.0.0

        auth: {key: {scheme: bearer}}
        defaults: {auth: key}

        rest: {base_path: /v1}

        types:
          A:
            fields: {a: string}

          B: {enum: [X]}
          C: {enum: [X]}

          D: {enum: [X]}

        errors:
          X: {code: not_found}
          Y: {code: not_found}

        operations:
          A:
            output: string

          B:
            output: string
        """
    assert layout(dedent(written)) == dedent(wanted)


def test_neighbouring_declarations_of_one_line_have_columns() -> None:
    check(
        """
        types:
          A:
            fields:
              id: {type: string}
              name:     string
              a_name_that_is_longer_than_thirty: string

              created_at: timestamp
              at: timestamp
              # another block
              b: {type: string}
              long:
                type: string
              c: string
        """,
        """
        types:
          A:
            fields:
              id:   {type: string}
              name: string
              a_name_that_is_longer_than_thirty: string

              created_at: timestamp
              at:         timestamp
              # another block
              b: {type: string}
              long:
                type: string
              c: string
        """,
    )


def test_what_is_no_declaration_has_no_columns() -> None:
    check(
        """
        operations:
          A:
            create:   B
            examples:
              a:
                input:
                  id:   1
                  name: x
        """,
        """
        operations:
          A:
            create: B
            examples:
              a:
                input:
                  id: 1
                  name: x
        """,
    )


def test_comments_behind_neighbouring_lines_stand_below_each_other() -> None:
    assert layout("contract: a.v1 # one\ntitle: A\nversion: 1.0.0      # two\n") == (
        "contract: a.v1  # one\ntitle: A\nversion: 1.0.0  # two\n"
    )
    assert layout("contract: a.v1 # one\nversion: 1.0.0      # two\ntitle: Long text # three") == (
        "contract: a.v1    # one\ntitle: Long text  # three\nversion: 1.0.0    # two\n"
    )


def test_a_comment_moves_with_what_it_stands_above_or_behind() -> None:
    check(
        """
        operations:
          A:
              # about errors
              errors: [B] # behind errors
              # about output

              # more about output
              output: string
              # at the end of A
        # about C
          C: {output: string}
          # at the end of all operations
        # at the end of all
        """,
        """
        operations:
          A:
            # about output

            # more about output
            output: string
            # about errors
            errors: [B]  # behind errors
            # at the end of A

          # about C
          C: {output: string}
          # at the end of all operations
        # at the end of all
        """,
    )


def test_what_stands_above_the_first_key_stays_the_head_of_the_file() -> None:
    head = "# yaml-language-server: $schema=./contract.schema.json\n"
    assert layout(f"{head}title: A\n# the package\ncontract: a.v1\n") == (
        f"{head}# the package\ncontract: a.v1\ntitle: A\n"
    )


def test_flow_and_block_are_the_choice_of_the_author() -> None:
    long = "A text that goes on " + "and on " * 20
    text = f"""
        types:
          A:
            fields:
              a:
                type: string
              b: {{type: string, description: {long.strip()}.}}
        """
    check(text, text)


def test_brackets_over_several_lines_stay_so_with_the_breaks_of_the_author() -> None:
    check(
        """
        types:
          A:
            enum: [A, B,  # two
              C,
              # the last
              D]
          B: {
            enum: [A]
          }
        """,
        """
        types:
          A:
            enum:
              [
                A, B,  # two
                C,
                # the last
                D,
              ]

          B:
            {
              enum: [A],
            }
        """,
    )


def test_texts_over_several_lines_keep_their_lines() -> None:
    check(
        """
        description: |   # literal
             One.

               Two.

        x-a: >2-
            folded
          text
        x-b: "in quotes
           over lines \\
           and more"
        x-c: plain
              over lines
        x-d: |+
          kept

        operations:
          A:
            description:
              short
            output: string
        """,
        """
        description: |  # literal
          One.

            Two.

        x-a: >2-
            folded
          text
        x-b: "in quotes
          over lines \\
          and more"
        x-c: plain
          over lines
        x-d: |+
          kept

        operations:
          A:
            description: short
            output: string
        """,
    )


def test_lists_of_lists_and_of_mappings_begin_behind_their_dash() -> None:
    check(
        """
        x-a:
        -
          - 1
          -
            b: 2
            c: 3
        -   # nothing
        - d: 4
        """,
        """
        x-a:
          - - 1
            - b: 2
              c: 3
          -  # nothing
          - d: 4
        """,
    )


def test_anchors_stay_above_their_aliases() -> None:
    check(
        """
        x-a: &a {c: 1}
        operations:
          A:
            output: &b string
            description: Text.
            with: {z: *b}
        x-b: *a
        """,
        """
        x-a: &a {c: 1}

        operations:
          A:
            output: &b string
            description: Text.
            with: {z: *b}

        x-b: *a
        """,
    )


def test_line_ends_a_byte_order_mark_and_document_markers_are_settled() -> None:
    text = "\ufeff%YAML 1.2  # head\r\n---\r\ncontract: a.v1 # tab\t.\r\ntitle: A  \r\n\r\n"
    text += "\r\n...\r\n# end"
    assert layout(text) == "# head\ncontract: a.v1  # tab\t.\ntitle: A\n\n# end\n"


def test_what_is_no_yaml_is_reported_as_by_a_check() -> None:
    problems = Problems()
    assert formatted("contract: a.v1\ntypes: {A: [}\n", "a.yaml", problems) is None
    assert problems.failed
    assert {problem.span.line for problem in problems if problem.span} == {2}


def test_an_empty_mapping_of_braces_at_the_top_is_laid_out_too() -> None:
    assert layout('{"version": "1.0.0",\n "contract": "a.v1"} # end\n# last') == (
        "{\n  contract: a.v1, version: 1.0.0,\n}\n# end\n# last\n"
    )


def test_what_follows_a_long_text_is_no_part_of_it() -> None:
    check(
        """
        x-a:
          - >-

            text

          -
            - # behind a dash
              b: |2
                 a
                c
        """,
        """
        x-a:
          - >-

            text

          # behind a dash
          - - b: |2
                 a
                c
        """,
    )
    assert layout("contract: a.v1\nx-a: |\n   text") == "contract: a.v1\nx-a: |-\n  text\n"


def test_keys_over_several_lines_are_written_on_one() -> None:
    text = "contract: a.v1\n? |\n  x-a\n  b\n: # about\n  1\n"
    assert layout(text) == 'contract: a.v1\n"x-a\\nb\\n":\n  # about\n  1\n'


@pytest.mark.parametrize("key", ["k" * 1024, "k" * 1025, "k " * 2_000])
@pytest.mark.parametrize(
    "text", ["? {}\n: 1\nb: 2\n", "a:\n  - ? {} # c\n    : 1 # d\n    z: 1\n", "a: {{? {} : 1}}\n"]
)
def test_a_key_may_be_as_long_as_its_author_likes(text: str, key: str) -> None:
    problems = Problems()
    made = formatted(text.format(f'"{key}"'), "contract.yaml", problems)
    assert made is not None, list(problems)
    assert key in made
    assert formatted(made, "contract.yaml", Problems()) == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("? k # c\n: # d\nb: 1\n", "k:  # c\n# d\nb: 1\n"),
        ("a:\n  ? k # c\n  # e\n  : # d\nb: 1\n", "a:\n  k:  # c\n  # e\n  # d\nb: 1\n"),
    ],
)
def test_comments_of_a_key_without_a_value_stay_where_they_are(text: str, expected: str) -> None:
    assert formatted(text, "contract.yaml", Problems()) == expected
    assert formatted(expected, "contract.yaml", Problems()) == expected
