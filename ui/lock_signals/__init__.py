"""What the system tells of locked screens, switched sessions and sleep, so that the vault locks with them."""
