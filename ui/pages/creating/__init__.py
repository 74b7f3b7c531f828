"""S2, making a vault: the flow and its three steps."""
