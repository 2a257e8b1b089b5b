"""The HTTP API: routes that translate between HTTP and the functions beside this folder, and hold no logic of their own."""
