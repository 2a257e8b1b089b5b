"""How reports come in and results go out: the command line now; over HTTP later."""
