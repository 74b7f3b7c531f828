-- Marks against rollback, the trail's seals and checkpoints, attachments and their keys, erasures, backups made.

CREATE TABLE marks (
  key TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_seals (
  session TEXT PRIMARY KEY,
  first INTEGER NOT NULL,
  auditor BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_checkpoints (
  entries INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  root BLOB NOT NULL,
  header INTEGER NOT NULL,
  commits INTEGER NOT NULL,
  member BLOB NOT NULL,
  signature BLOB NOT NULL,
  frontier BLOB NOT NULL
) STRICT;

CREATE TABLE blobs (
  id BLOB PRIMARY KEY,
  key BLOB NOT NULL,
  size INTEGER NOT NULL,
  digest BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_previews (
  blob BLOB NOT NULL REFERENCES blobs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (blob, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasures (
  record BLOB PRIMARY KEY,
  noun INTEGER NOT NULL,
  at INTEGER NOT NULL,
  user BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE backups (
  id BLOB PRIMARY KEY,
  at INTEGER NOT NULL,
  destination TEXT NOT NULL,
  file TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest BLOB NOT NULL,
  commits INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  proved_at INTEGER,
  outcome TEXT NOT NULL
) STRICT, WITHOUT ROWID;
