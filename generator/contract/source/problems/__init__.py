"""GEN1xx: what can be wrong with a contract as a file, with its YAML, and with its imports."""
