"""From two versions of a contract to who keeps working: old with new, in every style."""
