"""From the text of a contract to the neutral model."""
