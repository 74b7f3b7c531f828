"""The few things that lie over the window: the shortcut sheet and the confirms that interface.md allows."""
