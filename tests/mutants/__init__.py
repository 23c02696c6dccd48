"""Changes the run-time code in ways that break a promise, and shows that the suite notices."""
