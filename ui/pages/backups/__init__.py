"""The page of the vault's backups: the last proved one, the way to the next, what is known of the others."""
