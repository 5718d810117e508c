CREATE SCHEMA crossfade;
COMMENT ON SCHEMA crossfade IS 'Jobs, progress and history of the crossfade command [version 1]. Applications never read it; crossfade init --drop --execute removes it.';

-- One row for each run of backfill, reverse backfill or verify. At most one of a kind is open for a migration: whoever starts a second joins it.
CREATE TABLE crossfade.jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('backfill', 'reverse', 'verify', 'verify-reverse')),
  fingerprint text NOT NULL,
  settings text NOT NULL DEFAULT '',
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_by text NOT NULL DEFAULT session_user,
  finished_at timestamptz,
  outcome text);
CREATE UNIQUE INDEX jobs_open ON crossfade.jobs (migration, kind) WHERE finished_at IS NULL;

-- The relations that a job walks, and how far chunks of each have been handed out: up to handed_out, of what was there up to last when the job started.
CREATE TABLE crossfade.walks (
  job_id bigint NOT NULL REFERENCES crossfade.jobs ON DELETE CASCADE,
  walk integer NOT NULL,
  relation text NOT NULL,
  relation_oid oid NOT NULL,
  key_columns text[] NOT NULL,
  handed_out text[],
  last text[],
  exhausted boolean NOT NULL DEFAULT false,
  estimated_rows bigint NOT NULL,
  PRIMARY KEY (job_id, walk));

-- Ranges of keys, each worked through by one worker at a time, up to position so far. A claim ends with its lease or its backend, whichever is first.
CREATE TABLE crossfade.chunks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_id bigint NOT NULL,
  walk integer NOT NULL,
  lower text[],
  upper text[] NOT NULL,
  position text[],
  owner text,
  owner_pid integer,
  owner_since timestamptz,
  lease_until timestamptz,
  scanned bigint NOT NULL DEFAULT 0,
  changed bigint NOT NULL DEFAULT 0,
  missing bigint NOT NULL DEFAULT 0,
  extra bigint NOT NULL DEFAULT 0,
  different bigint NOT NULL DEFAULT 0,
  lossy bigint NOT NULL DEFAULT 0,
  failed bigint NOT NULL DEFAULT 0,
  done_at timestamptz,
  FOREIGN KEY (job_id, walk) REFERENCES crossfade.walks ON DELETE CASCADE)
  WITH (fillfactor = 50);
CREATE INDEX chunks_job ON crossfade.chunks (job_id) WHERE done_at IS NULL;
CREATE INDEX chunks_walk ON crossfade.chunks (job_id, walk);

-- Rows worth a look, by key and nothing else: the first that have drifted, and those on which an expression or a constraint fails.
CREATE TABLE crossfade.findings (
  job_id bigint NOT NULL REFERENCES crossfade.jobs ON DELETE CASCADE,
  walk integer NOT NULL,
  kind text NOT NULL,
  key text[] NOT NULL,
  sqlstate text NOT NULL DEFAULT '',
  found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (job_id, walk, kind, key));

-- What was done, by whom, and why.
CREATE TABLE crossfade.history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by_whom text NOT NULL DEFAULT session_user,
  migration text NOT NULL,
  fingerprint text NOT NULL,
  action text NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL DEFAULT '',
  details jsonb NOT NULL DEFAULT '{}');
CREATE INDEX history_migration ON crossfade.history (migration, action, at);
