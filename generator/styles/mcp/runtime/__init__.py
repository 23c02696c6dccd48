"""The Model Context Protocol: what every generated server and client of this style shares."""
