"""GEN701 to GEN709: the lock of numbers."""

from generator.diagnostics import Diagnostic, Kind, Span

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


def left_behind(contract: str, lock: str, wanted: str) -> Diagnostic:
    """A lock without a contract, beside a contract without a lock."""
    span = Span(file=contract, line=1, column=1, end_line=1, end_column=1)
    return LOCK_LEFT_BEHIND.at(
        span,
        f"'{contract}' has no lock, and '{lock}' has no contract",
        hint=f"rename it to '{wanted}' if the contract was renamed; else delete it",
    )


def lost(contract: str, lock: str, folder: str, *, missing: bool) -> Diagnostic:
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
    hint = "take the file from version control again, or mend the line"
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
