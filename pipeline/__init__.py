"""Pure understanding of one report: bytes in, values out; no I/O and nothing of ours is imported here."""
