"""The page that brings a file into the vault (interface.md S10). `page.ImportPage` is all others need."""
