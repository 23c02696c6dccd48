"""Judges of values: of what comes in, of what callers give, of what services return.

Each has a quick test, and a slow one that says what is wrong and where:

- input: ``schema`` tests JSON data by the contract's JSON Schema; ``explain`` tells.
- arguments of callers: ``exact`` tests their types; ``arguments`` tells.
- results of services: ``exact`` tests their types; ``results`` mends or tells.

``convert`` makes values of input that the schema accepts. The rest is what these share.
"""
