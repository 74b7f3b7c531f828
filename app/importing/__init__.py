"""From a file to records: reading tables, mapping columns to fields, planning rows, running the import.

`reading` and what it uses, `mapping` and `planning` are pure but for the file they read; `running` is
called with a Transaction on the writer thread.
"""
