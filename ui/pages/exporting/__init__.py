"""The page that writes lists to files for people outside (interface.md S12). `page.ExportPage` is all others need."""
