"""``gen schema``: the JSON Schema of the contract language, for editors."""

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of contracts, for completion and hovers in editors.

    Keep it beside the contracts, and begin each of them with the line that `gen init` writes:

        gen schema > contracts/contract.schema.json

        # yaml-language-server: $schema=./contract.schema.json
    """
    click.echo(schema_text(), nl=False)


def schema_text() -> str:
    """The schema as a file: indented JSON with a newline at its end."""
    from generator.contract.language import language_schema
    from generator.styles.registry import styles

    found = language_schema({style.name: style.vocabulary for style in styles()})
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
