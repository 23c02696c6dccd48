"""One file for each rule: its ``KIND``, and its ``RULE``, which finds it in a contract."""
