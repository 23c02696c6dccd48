"""Whom a change breaks when calls travel in this style."""

from generator.styles.breaking import Breaking, Neutral

BREAKS: Breaking = Neutral()
