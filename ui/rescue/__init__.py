"""What a person does with a vault that does not open: restore a backup, save what can be read, open by other means."""
