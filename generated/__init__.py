"""What gen build makes of the contracts."""
