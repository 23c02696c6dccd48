"""From the text of a contract to its model.

The doors, for all that stands above: ``read`` (a file into its model), ``language`` (the schema of
the language), ``lock`` (numbers that never change).
"""
