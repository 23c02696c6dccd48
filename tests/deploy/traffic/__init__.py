"""Real traffic: clients of all styles, a real proxy of each target, two servers behind it."""
