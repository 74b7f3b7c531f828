"""Lists written to files for people outside: masked by profile, inert in spreadsheets, with a receipt."""
