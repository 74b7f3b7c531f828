"""The command line: one file per group of commands, each parses, calls a use case, prints, gives an exit status."""
