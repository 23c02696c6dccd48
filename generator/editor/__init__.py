"""The language server: contracts in editors."""
