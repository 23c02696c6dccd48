"""The exit codes of every command."""

OK = 0
FINDINGS = 1  # findings, or generated files that are out of date
INVALID = 2  # a usage error, or a contract that is not valid
BUG = 3  # a bug of ours
