"""One module a resource; each gives its `router`."""
