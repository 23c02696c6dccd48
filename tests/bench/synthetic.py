"""Makes a contract of any size: so many resources, each with five operations."""

_HEAD = """\
contract: bench.v1
title: Synthetic
version: 1.0.0

types:
  Status:
    enum: [Active, Paused, Gone]
"""

_TYPE = """\
  Thing{n}:
    description: Thing number {n}, as the warehouse knows it.
    fields:
      id:         {{type: string, read_only: true}}
      name:       {{type: string, min_length: 1, max_length: 200}}
      price:      {{type: decimal, minimum: 0}}
      status:     Status
      tags:       {{type: list<string>, max_items: 20, default: []}}
      note:       string?
      created_at: {{type: timestamp, read_only: true}}
"""

_ERROR = """\
  Thing{n}NotFound: {{code: not_found, fields: {{thing{n}_id: string}}}}
"""

_RESOURCE = """\
  Thing{n}: {{key: id}}
"""

_OPERATIONS = """\
  AddThing{n}:
    create: Thing{n}
    description: Add a thing of kind {n}.
    examples:
      plain:
        input: {{name: Lamp, price: "22.00", status: Active}}
  GetThing{n}:    {{get: Thing{n}, errors: [Thing{n}NotFound]}}
  ListThing{n}s:  {{list: Thing{n}, filter: [status], order_by: [name, price]}}
  UpdateThing{n}: {{update: Thing{n}, errors: [Thing{n}NotFound]}}
  DeleteThing{n}: {{delete: Thing{n}, errors: [Thing{n}NotFound]}}
"""


def contract(resources: int) -> str:
    """The YAML of a contract with so many resources, and five times as many operations."""
    numbers = range(1, resources + 1)
    parts = [
        _HEAD,
        *(_TYPE.format(n=n) for n in numbers),
        "\nerrors:\n",
        *(_ERROR.format(n=n) for n in numbers),
        "\nresources:\n",
        *(_RESOURCE.format(n=n) for n in numbers),
        "\noperations:\n",
        *(_OPERATIONS.format(n=n) for n in numbers),
    ]
    return "".join(parts)
