-- The first schema: one table a noun as declared in vault/model/, the journal, the trail, the text indexes.

CREATE TABLE accounts (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  name TEXT,
  name_key TEXT,
  website TEXT,
  industry TEXT,
  industry_key TEXT,
  kind TEXT,
  phone TEXT,
  email TEXT,
  employees INTEGER,
  revenue INTEGER,
  revenue_currency TEXT,
  revenue_key INTEGER,
  revenue_mask TEXT,
  city TEXT,
  country TEXT,
  parent BLOB,
  notes TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX accounts_by_name ON accounts (name_key, n) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_industry ON accounts (industry_key, n) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_revenue ON accounts (revenue_key, n) WHERE deleted_at IS NULL;
CREATE INDEX accounts_of_parent ON accounts (parent) WHERE parent IS NOT NULL;
CREATE INDEX accounts_by_created_at ON accounts (created_at, n) WHERE deleted_at IS NULL;
CREATE INDEX accounts_in_trash ON accounts (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contacts (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  name TEXT,
  name_key TEXT,
  name_mask TEXT,
  given_name TEXT,
  family_name TEXT,
  title TEXT,
  account BLOB,
  account_key TEXT,
  email TEXT,
  email_mask TEXT,
  phone TEXT,
  stage BLOB,
  value INTEGER,
  value_currency TEXT,
  value_key INTEGER,
  value_mask TEXT,
  last_contact INTEGER,
  next_step TEXT,
  birthday TEXT,
  birth_year BLOB,
  id_number BLOB,
  notes TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX contacts_by_name ON contacts (name_key, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_account ON contacts (account_key, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_of_account ON contacts (account) WHERE account IS NOT NULL;
CREATE INDEX contacts_by_email ON contacts (email, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_value ON contacts (value_key, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_last_contact ON contacts (last_contact, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_next_step ON contacts (next_step, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_created_at ON contacts (created_at, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_in_trash ON contacts (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE affiliations (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  contact BLOB,
  account BLOB,
  role TEXT,
  from_day TEXT,
  until_day TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX affiliations_of_contact ON affiliations (contact) WHERE contact IS NOT NULL;
CREATE INDEX affiliations_of_account ON affiliations (account) WHERE account IS NOT NULL;
CREATE INDEX affiliations_in_trash ON affiliations (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact_points (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  about BLOB,
  kind TEXT,
  value TEXT,
  use TEXT,
  main INTEGER,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX contact_points_of_about ON contact_points (about) WHERE about IS NOT NULL;
CREATE INDEX contact_points_in_trash ON contact_points (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE addresses (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  about BLOB,
  use TEXT,
  street TEXT,
  postcode TEXT,
  city TEXT,
  region TEXT,
  country TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX addresses_of_about ON addresses (about) WHERE about IS NOT NULL;
CREATE INDEX addresses_in_trash ON addresses (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE pipelines (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  name TEXT,
  name_key TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX pipelines_by_name ON pipelines (name_key, n) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_in_trash ON pipelines (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE stages (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  name TEXT,
  name_zh TEXT,
  pipeline BLOB,
  position INTEGER,
  probability INTEGER,
  state TEXT,
  hue TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX stages_of_pipeline ON stages (pipeline) WHERE pipeline IS NOT NULL;
CREATE INDEX stages_by_position ON stages (position, n) WHERE deleted_at IS NULL;
CREATE INDEX stages_in_trash ON stages (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE deals (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  name TEXT,
  name_key TEXT,
  account BLOB,
  account_key TEXT,
  contact BLOB,
  pipeline BLOB,
  stage BLOB,
  stage_key TEXT,
  amount INTEGER,
  amount_currency TEXT,
  amount_key INTEGER,
  amount_mask TEXT,
  expected_on TEXT,
  closed_at INTEGER,
  reason TEXT,
  notes TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX deals_by_name ON deals (name_key, n) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_account ON deals (account_key, n) WHERE deleted_at IS NULL;
CREATE INDEX deals_of_account ON deals (account) WHERE account IS NOT NULL;
CREATE INDEX deals_of_contact ON deals (contact) WHERE contact IS NOT NULL;
CREATE INDEX deals_of_pipeline ON deals (pipeline) WHERE pipeline IS NOT NULL;
CREATE INDEX deals_by_stage ON deals (stage_key, n) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_amount ON deals (amount_key, n) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_expected_on ON deals (expected_on, n) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_created_at ON deals (created_at, n) WHERE deleted_at IS NULL;
CREATE INDEX deals_in_trash ON deals (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE stage_moves (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  deal BLOB,
  stage_before BLOB,
  stage BLOB,
  moved_at INTEGER,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX stage_moves_of_deal ON stage_moves (deal) WHERE deal IS NOT NULL;
CREATE INDEX stage_moves_in_trash ON stage_moves (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE activities (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  kind TEXT,
  subject TEXT,
  text TEXT,
  starts_at INTEGER,
  starts_at_wall TEXT,
  starts_at_zone TEXT,
  ends_at INTEGER,
  ends_at_wall TEXT,
  ends_at_zone TEXT,
  due_on TEXT,
  done_at INTEGER,
  minutes INTEGER,
  outcome TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX activities_by_due_on ON activities (due_on, n) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_done_at ON activities (done_at, n) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_created_at ON activities (created_at, n) WHERE deleted_at IS NULL;
CREATE INDEX activities_in_trash ON activities (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE tags (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  stamps BLOB NOT NULL,
  made_in INTEGER NOT NULL,
  deleted_how TEXT,
  name TEXT,
  name_key TEXT,
  hue TEXT,
  owner BLOB,
  team BLOB,
  source TEXT,
  created_at INTEGER,
  created_by BLOB,
  updated_at INTEGER,
  updated_by BLOB,
  restricted_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE INDEX tags_by_name ON tags (name_key, n) WHERE deleted_at IS NULL;
CREATE INDEX tags_in_trash ON tags (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE INDEX contacts_by_name_mask ON contacts (name_mask, n) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_email_mask ON contacts (email_mask, n) WHERE deleted_at IS NULL;
CREATE INDEX contact_points_of_value ON contact_points (value, kind);
CREATE INDEX accounts_of_website ON accounts (website) WHERE website IS NOT NULL;

CREATE TABLE sets (
  field INTEGER NOT NULL,
  record BLOB NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (field, record, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX sets_of_value ON sets (value, field, record);

CREATE TABLE users (
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_state (
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO vault_state VALUES ('commit_counter', 0), ('clock', 0), ('counter', 0);

CREATE TABLE kept (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  at INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  device BLOB NOT NULL,
  counter INTEGER NOT NULL,
  user BLOB NOT NULL,
  context BLOB NOT NULL,
  verb TEXT NOT NULL,
  batch INTEGER NOT NULL,
  facts TEXT NOT NULL,
  role TEXT NOT NULL,
  target INTEGER,
  undone_in INTEGER
) STRICT;
CREATE INDEX journal_to_redo ON journal (undone_in) WHERE undone_in IS NOT NULL;
CREATE INDEX journal_of_batch ON journal (n) WHERE batch = 1;

CREATE TABLE journal_slices (
  journal INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (journal, slice)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_records (
  record BLOB NOT NULL,
  journal INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  PRIMARY KEY (record, journal, slice)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  entry TEXT NOT NULL,
  chain BLOB NOT NULL,
  mac BLOB NOT NULL
) STRICT;

CREATE TABLE receipts (
  id BLOB PRIMARY KEY,
  at INTEGER NOT NULL,
  user BLOB NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Nothing ranks by the length of a text, so no table of lengths is kept: two pages less in every commit.
CREATE VIRTUAL TABLE find_all USING fts5(title, rest, scope, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', columnsize = 0);
CREATE VIRTUAL TABLE find_open USING fts5(title, rest, scope, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', columnsize = 0);
INSERT INTO find_all (find_all, rank) VALUES ('automerge', 0);
INSERT INTO find_open (find_open, rank) VALUES ('automerge', 0);
