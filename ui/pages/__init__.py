"""The screens; a page knows the kit, the bridge and its shell, never another page."""
