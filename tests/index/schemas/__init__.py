"""Data folders as every released schema wrote them, whole, and what makes the next one."""
