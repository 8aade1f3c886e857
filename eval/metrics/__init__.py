"""Measures as the field defines them: small pure functions over plain values. None means: could not be scored."""
