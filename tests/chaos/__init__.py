"""`make chaos`: real servers and processes, many reports, one fault after another; nothing may be lost, doubled or changed."""
