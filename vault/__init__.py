"""The vault: what Satchel stores and how it is locked. No Qt, no network, nothing of ours above it."""
