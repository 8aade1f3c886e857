"""A chat model as a writer that is checked: made from settings, called within limits, read safely."""
