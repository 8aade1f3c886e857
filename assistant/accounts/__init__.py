"""Who asks: the people that an office lets in, and their sessions, kept in a database beside the index."""
