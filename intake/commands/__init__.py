"""One module a subcommand; each gives its click command as `command`."""
