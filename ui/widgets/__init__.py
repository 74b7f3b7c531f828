"""The kit: controls painted from the tokens, known to every page and knowing none."""
