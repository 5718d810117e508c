-- A shape of its own for what applications send.
-- var pkey = users_pkey
-- var typ = timestamp
-- var v1 = '2024-03-31 02:30:00'
-- var v2 = '2024-01-01 00:00:00.123'
-- var v3 = '1999-12-31 23:59:59'
-- var pv1 = '2024-03-31 02:30:00'::other
-- var pv2 = '2024-01-01 00:00:00.123'::other
-- var n1 = '2025-01-01 00:00:00'
-- var n2 = '2025-02-01 01:02:03'
-- var n3 = '2025-02-02 00:00:00'
-- var pn1 = '2025-01-01 00:00:00'::other
-- var pn2 = '2025-02-01 01:02:03'::other
-- var pnull = null::null
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', '2025-01-01 00:00:00', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var bare = yes
-- var t = users
-- var o = created
-- var n = created_at
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, created, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var notnull = yes
-- cases: hunt/apps
-- shapes: old
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, created timestamp(3) NOT NULL DEFAULT '2020-02-02 00:00:00', age int);
INSERT INTO users (email, created, age) VALUES
  ('alice@x.org', '2024-03-31 02:30:00', 40), ('bob@x.org', '2024-01-01 00:00:00.123', 25), (NULL, '1999-12-31 23:59:59', 33), ('dave@x.org', 'infinity', NULL), ('Empty@x.org', '2024-10-27 02:30:00', 18), ('anne@x.org', '2024-03-31 02:30:00', 51), ('bob2@x.org', '2024-01-01 00:00:00.123', 25), ('like@x.org', '1999-12-31 23:59:59', 60);
CREATE INDEX ON users (created);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, created_at text, bio text);
INSERT INTO profiles VALUES (1, 1, 'a', 'x'), (2, 2, 'b', 'y'), (3, 9, 'c', 'z');
-- migration: mig
-- table: public.users
-- old: created
-- new: created_at = created AT TIME ZONE 'UTC'
-- back: created = created_at AT TIME ZONE 'UTC'
-- section: mapping
    table: 'users'
    old: [created]
    new: { created_at: created AT TIME ZONE 'UTC' }
    back: { created: created_at AT TIME ZONE 'UTC' }
    lossless: both
    monotone: true
-- section: expand
ALTER TABLE users ADD COLUMN created_at timestamptz(3);
-- section: filled
ALTER TABLE users ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN created_at SET DEFAULT '2020-02-02 00:00:00+00';
CREATE INDEX ON users (created_at);
-- section: contract
ALTER TABLE users ALTER COLUMN created DROP NOT NULL, ALTER COLUMN created DROP DEFAULT;
-- section: drop
ALTER TABLE users DROP COLUMN created;
-- section: was
      created: { position: 3, type: "timestamp(3)", not_null: true, unique: false, default: "'2020-02-02 00:00:00'::timestamp(3) without time zone" }
