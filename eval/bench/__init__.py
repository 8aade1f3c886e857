"""Speed and sturdiness, measured as a user or an operator feels them. Each module is a command that prints JSON."""
