"""Benchmarks, run by hand through `make`; tests say whether something is right, these how long it takes."""
