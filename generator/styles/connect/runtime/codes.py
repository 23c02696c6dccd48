"""The error codes of Connect: their names on the wire."""

from generator.runtime.codes import Code

# Connect protocol, "Error Codes": the names are those of the table of all styles, but for one.
NAMES: dict[Code, str] = {code: code.value for code in Code} | {
    Code.CANCELLED: "canceled",
}
BY_NAME: dict[str, Code] = {name: code for code, name in NAMES.items()}
BY_NUMBER: dict[int, Code] = {code.number: code for code in Code}
