"""How good and how fast: benchmarks on top of `index` and `assistant`."""
