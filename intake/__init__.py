"""How reports come in and results go out: the HTTP API and the command line."""
