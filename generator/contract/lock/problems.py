"""GEN701 to GEN710: the lock of numbers."""

from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Kind, Severity, Span, did_you_mean

UNREADABLE = Kind(
    code="GEN701",
    name="lock-unreadable",
    explanation="""\
The lock beside the contract has a line that `gen build` never writes. It was edited by hand, or
damaged.

```yaml
grpc:
  Product:
    used:
      id: 1
      name: two        # a number
```

Take the file from version control again, or mend the line. Marks of a merge conflict
(`<<<<<<<`) are fine: just build again.
""",
)

NUMBER_TAKEN = Kind(
    code="GEN702",
    name="number-taken",
    explanation="""\
An explicit `number:` belongs to something else already: to a field that has it from the lock,
or to one that is gone and whose number must never mean anything else, because old messages
still carry it.

```yaml
fields:
  name: string                       # has 2 by the lock
  note: {type: string, number: 2}    # any free number, or none
```

Leave `number:` out, and the lock assigns a free one.
""",
)

TWICE_IN_LOCK = Kind(
    code="GEN703",
    name="twice-in-lock",
    explanation="""\
The lock gives one number to two names, or has a name twice. `gen build` never does that: most
likely somebody merged two branches by hand and kept both lines.

```yaml
grpc:
  Product:
    used:
      note: 4
      tags: 4
```

Delete the line of whichever is not released yet, and build again: it gets the next free number.
(A file with its conflict marks still in place needs no help: `gen build` resolves it.)
""",
)

LOCK_LEFT_BEHIND = Kind(
    code="GEN704",
    name="lock-left-behind",
    explanation="""\
The contract has no lock, and beside it lies a lock whose contract is gone. Most likely the contract
was renamed. With a new lock its fields would get new numbers, and what runs already would read
wrong values.

```console
$ git mv contracts/products.yaml contracts/goods.yaml
$ git mv contracts/products.lock contracts/goods.lock      # the lock goes with it
```

Rename the lock. If the old contract was deleted, delete its lock.
""",
)

LOCK_LOST = Kind(
    code="GEN705",
    name="lock-lost",
    explanation="""\
The contract's lock is gone, or there is no number in it, but the output folder was built with its
numbers. With a new lock fields would get new numbers, and those of fields that are gone would be
given out again: what runs already would read wrong values. So nothing is written.

```console
$ git checkout contracts/products.lock      # or wherever a good copy is
$ git add contracts/products.lock           # if it was never committed
```

Only if nothing that runs or is stored knows the old numbers: delete the contract's folder
(`generated/products/`), and everything is numbered anew.
""",
)


PERHAPS_RENAMED = Kind(
    code="GEN706",
    name="perhaps-renamed",
    explanation="""\
A type or an error is new to the lock, and one with the same fields (or values) is gone from the
contract. If it was renamed, it has to keep its numbers: numbered anew, in another order, two
fields could swap their values for every caller that was built before.

```yaml
types:
  Goods:                    # was Product
    renamed_from: Product
    fields: {id: string, name: string}
```

Say `renamed_from` with the old name, or `renamed_from: none` if it is new and only looks alike.
Either may be removed after the next build: the lock remembers.
""",
)

RETYPED = Kind(
    code="GEN707",
    name="field-retyped",
    explanation="""\
A field has another type than the one that the lock knows for its number, and protobuf writes the
two in different ways: callers that were built before would read wrong values, or none.

```yaml
fields:
  size: int32               # was string, with the number 4
```

Give the new field a new name (the old name and number become reserved), or the same name a new
number: `size: {type: int32, number: 9}`. If nobody was ever given the old one, delete its line from
the lock and build again.

Changes that protobuf reads as the same value are fine: among `bool`, `int32`, `int64`, `uint32` and
`uint64`, and from text to bytes.
""",
)

RENUMBERED = Kind(
    code="GEN708",
    name="field-renumbered",
    severity=Severity.WARNING,
    explanation="""\
An explicit `number:` is not the number that the lock has for this field. The new number counts, and
the old one becomes reserved. Callers that were built before do not find the field any more: for
them it is absent.

Remove `number:` to keep the old number. This is said once, by the build that changes the lock.
""",
)

MERGED = Kind(
    code="GEN709",
    name="numbers-merged",
    severity=Severity.NOTE,
    explanation="""\
Two branches each gave the same number to a field of their own, and both are merged. The side that
the lock names first keeps its number, and the other one gets the next free number.

If the branch that lost its number was released already, give it its number back with `number:` and
the other one a new one.
""",
)

NEVER_KNOWN = Kind(
    code="GEN710",
    name="renamed-from-nothing",
    explanation="""\
`renamed_from` names something that the lock never had, and the new name is not in the lock
either. There is no number to keep: what was meant would get a new one, and callers that were built
before would not find it.

```yaml
fields:
  mail: {type: email, renamed_from: emial}    # the lock has email
```

Write the old name as the contract had it when it was last built. If nothing was ever built under
the old name, remove `renamed_from`. After the build that renames, it may stay or go.
""",
)


def perhaps_renamed(span: Span, name: str, old: str) -> Diagnostic:
    """A new declaration that looks like one that is gone."""
    return PERHAPS_RENAMED.at(
        span,
        f"'{name}' is new, and '{old}', which looks like it, is gone: was it renamed?",
        hint=f"say 'renamed_from: {old}' to keep its numbers, or 'renamed_from: none' if it is new",
    )


def retyped(
    span: Span | None, name: str, number: int, old: str, new: str, place: Span | None
) -> Diagnostic:
    """Another type under the same number."""
    related = ((place, "the lock has it here"),) if place else ()
    return RETYPED.at(
        span,
        f"'{name}' has the number {number} as {old}, and is now {new}",
        hint="give it a new name, or another 'number'",
        related=related,
    )


def never_known(span: Span, old: str, candidates: Iterable[str]) -> Diagnostic:
    """A `renamed_from` that nothing had as its name; candidates: what the lock has instead."""
    hint = did_you_mean(old, candidates)
    return NEVER_KNOWN.at(
        span,
        f"renamed from '{old}', which the lock does not know",
        hint=hint or "remove 'renamed_from' if nothing was built under the old name",
    )


def renumbered(span: Span | None, name: str, old: int, new: int, place: Span | None) -> Diagnostic:
    """An explicit number that is not the one of the lock."""
    related = ((place, "the lock has it here"),) if place else ()
    return RENUMBERED.at(
        span,
        f"'{name}' had the number {old}, and now has {new}: older callers do not find it",
        hint="remove 'number' to keep the old one",
        related=related,
    )


def merged(span: Span | None, name: str, wanted: int, got: int, owner: str) -> Diagnostic:
    """Two branches that gave the same number away."""
    keeper = f"'{owner}' keeps it" if owner else "it is reserved"
    return MERGED.at(
        span,
        f"two branches used the number {wanted}: {keeper}, and '{name}' gets {got}",
    )


def left_behind(contracts: Sequence[str], lock: str, wanted: str) -> Diagnostic:
    """A lock without a contract, beside contracts without a lock.

    wanted: the name of the first one's lock.
    """
    span = Span(file=contracts[0], line=1, column=1, end_line=1, end_column=1)
    names = " and ".join(f"'{contract}'" for contract in contracts)
    hint = f"rename it to '{wanted}' if the contract was renamed; else delete it"
    if len(contracts) > 1:
        hint = "rename it with the contract that was renamed; else delete it"
    verb = "has" if len(contracts) == 1 else "have"
    return LOCK_LEFT_BEHIND.at(
        span, f"{names} {verb} no lock, and '{lock}' has no contract", hint=hint
    )


def missing_lock(contract: str, lock: str, folder: str, *, missing: bool) -> Diagnostic:
    """A lock without numbers, where the output has some."""
    span = Span(file=contract, line=1, column=1, end_line=1, end_column=1)
    state = "is missing" if missing else "is empty"
    return LOCK_LOST.at(
        span,
        f"the lock '{lock}' {state}, and '{folder}' was built with its numbers",
        hint=f"restore it from version control; to number everything anew, delete '{folder}'",
    )


def unreadable(span: Span | None, why: str) -> Diagnostic:
    """A line that no build writes."""
    hint = "restore the file from version control, or correct the line"
    return UNREADABLE.at(span, f"cannot read the lock: {why}", hint=hint)


def number_taken(
    span: Span | None, number: int, name: str, owner: str, place: Span | None, *, gone: bool
) -> Diagnostic:
    """An explicit number that belongs to something else; owner "" = only the number is known."""
    why, hint = f"'{owner}' has it", "leave 'number' out, and it gets a free one"
    if gone and owner:
        why = f"'{owner}' had it, and old messages still carry it"
        hint += f"; or say 'renamed_from: {owner}' if it is the same field"
    elif gone:
        why = "it was in use before, and old messages still carry it"
    related = ((place, f"{number} is kept here"),) if place else ()
    return NUMBER_TAKEN.at(
        span, f"'{name}' cannot have the number {number}: {why}", hint=hint, related=related
    )


def twice_in_lock(span: Span, what: str, place: Span) -> Diagnostic:
    """The same number or name in two lines of the lock."""
    return TWICE_IN_LOCK.at(
        span,
        f"the lock has {what} twice",
        hint="delete the line that is not released yet, and build again",
        related=((place, "the other one is here"),),
    )
