"""A contract in which every name is as long as one wants."""

import re
from string import Template

from generator.naming import Name

_TAIL = "WhichNobodyWouldEverTypeTwiceBecauseItIsFarTooLongForAnyLineOfCodeAtAllIndeedOnAndOn"

_CONTRACT = Template(
    """\
contract: shop.$service.v1
types:
  $Enumeration: {enum: [$First, $Second]}
  $Alias: {type: string, max_length: 20, pattern: "^[a-z]*$$"}
  $Record:
    fields:
      $alias: $Alias
      $enumeration: {type: $Enumeration, default: $First}
      $optional: $Enumeration?
      $many: list<$Record>
      $map: map<list<$Enumeration>>
      $set: set<$Enumeration>?
      $number: {type: decimal, minimum: 0, maximum: 100, default: "1.50"}
      $text: {type: string, min_length: 2, max_length: 100, default: abc, pattern: "^[a-z]+$$"}
      $stamp: {type: timestamp, default: "2024-01-01T00:00:00Z"}
      $union: $Union?
      $listed: {type: list<string>, default: [a, b]}
      $secret: {type: string, sensitive: true, write_only: true}
      $old: {type: string?, deprecated: {since: "2024-01-01", use: $text}}
  $One: {fields: {$value: $Enumeration}}
  $Two: {fields: {$value: $Alias}}
  $Union: {union: {$one: $One, $two: $Two}, discriminator: $discriminator}
  $Parent: {fields: {id: {type: string, read_only: true}, $label: string}}
  $Resource:
    fields:
      $key: {type: uuid, read_only: true}
      $revision: {type: string, read_only: true}
      $record: $Record
      $records: list<$Record>
      $category: $Enumeration
errors:
  $Missing:
    code: not_found
    fields: {$field: $Enumeration, $other: list<$Enumeration>, $third: $Record?}
  $Present: {code: already_exists}
resources:
  $Parent: {key: id}
  $Resource: {key: $key, parent: $Parent, etag: $revision}
operations:
  $Create: {create: $Resource, errors: [$Missing, $Present], timeout: 5s}
  $Get: {get: $Resource, errors: [$Missing], retry: {attempts: 3}, cache: {max_age: 60s}}
  $List: {list: $Resource, filter: [$category], order_by: [$category, $key]}
  $Update: {update: $Resource, errors: [$Missing]}
  $Replace: {replace: $Resource}
  $Delete: {delete: $Resource}
  $Act:
    call: $Resource
    input: {$force: {type: bool, default: false}, $mode: $Enumeration?, $modes: list<$Enumeration>}
    output: $Record
  $Search: {call: $Resource, on: collection, input: $Record, output: list<$Record>}
  $Compute: {input: {$x: list<$Record>}, output: {$y: $Union, $z: map<$Enumeration>}}
  $Nothing: {}
"""
)


def contract(length: int) -> str:
    """The contract with names of that length, which the language limits to 100."""
    names = dict.fromkeys(re.findall(r"\$(\w+)", _CONTRACT.template))
    return _CONTRACT.substitute({name: _long(name, length) for name in names})


def _long(name: str, length: int) -> str:
    long = f"{name}{_TAIL}"
    if name[0].isupper():
        return long[:length].ljust(length, "x")
    return Name.parse(long).snake[:length].rstrip("_").ljust(length, "x")
