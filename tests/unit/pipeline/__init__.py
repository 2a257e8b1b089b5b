"""Unit tests of the pure reading, module by module."""
