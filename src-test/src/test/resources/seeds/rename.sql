-- A column gets a new name.
-- var bare = yes
-- var t = users
-- var o = username
-- var n = handle
-- var typ = varchar
-- var v1 = 'alice'
-- var v2 = 'bob'
-- var v3 = 'Carol'
-- var pv1 = 'alice'
-- var pv2 = 'bob'
-- var n1 = 'zoe'
-- var n2 = 'yan'
-- var n3 = 'xi'
-- var pn1 = 'zoe'
-- var pn2 = 'yan'
-- var pnull = null::varchar
-- var oth = email
-- var num = age
-- var ins = email, age
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'zoe', 'z@x.org', 31, true, 1
-- var cols = id, username, email, age, active, manager_id
-- var alias = c1, c2, c3, c4, c5, c6
-- var oalias = c2
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var pkey = users_pkey
-- var ukey = users_username_key
-- var free = yes
-- var nv1 = 'alice'
-- var nv2 = 'bob'
-- var nn1 = 'zoe'
-- var nn2 = 'yan'
-- var pnn1 = 'zoe'
-- var pnv1 = 'alice'
-- var ntyp = varchar
-- var uniq = yes
-- var notnull = yes
-- var string = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, generic/conflict
-- cases: rename/select, rename/write, rename/jdbc, rename/new-names, new/generic, new/rename
-- shapes: old, new
-- section: old
CREATE TABLE users (
  id serial PRIMARY KEY,
  username varchar(50) NOT NULL CONSTRAINT users_username_key UNIQUE,
  email text,
  age int,
  active boolean NOT NULL DEFAULT true,
  manager_id int
);
CREATE INDEX users_username_lower ON users (lower(username));
INSERT INTO users (username, email, age, active, manager_id) VALUES
  ('alice', 'alice@x.org', 40, true, NULL),
  ('bob', 'bob@x.org', 25, true, 1),
  ('Carol', NULL, 33, false, 1),
  ('dave o''neil', 'dave@x.org', NULL, true, 2),
  ('', 'empty@x.org', 18, true, 2),
  ('änne', 'anne@x.org', 51, false, 3),
  ('Bob', 'bob2@x.org', 25, true, 3),
  ('x_%', 'like@x.org', 60, true, NULL);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, total numeric(10,2), note text);
INSERT INTO orders VALUES (1, 1, 10.00, 'alice'), (2, 1, 20.50, NULL), (3, 2, 5.25, 'bob'), (4, 4, 99.99, 'x'), (5, NULL, 1.00, 'nobody');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, handle text, bio text);
INSERT INTO profiles VALUES (1, 1, 'al', 'first'), (2, 2, 'bob', 'second'), (3, 9, 'alice', 'nobody');
CREATE VIEW active_users AS SELECT id, username, email FROM users WHERE active;
CREATE VIEW user_emails AS SELECT id, email FROM users;
CREATE FUNCTION user_count() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM users';
CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1) || ''!''';
-- migration: handle
-- table: public.users
-- old: username
-- new: handle = username
-- back: username = handle
-- section: mapping
    table: users
    rename: { username: handle }
-- section: expand
ALTER TABLE users ADD COLUMN handle varchar(50);
-- section: filled
ALTER TABLE users ALTER COLUMN handle SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_handle_key UNIQUE (handle) DEFERRABLE;
CREATE INDEX users_handle_lower ON users (lower(handle));
-- section: contract
ALTER TABLE users DROP CONSTRAINT users_username_key;
ALTER TABLE users ALTER COLUMN username DROP NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_handle_key;
ALTER TABLE users ADD CONSTRAINT users_handle_key UNIQUE (handle);
-- section: scramble
UPDATE users SET username = 'stale' || id;
-- section: drop
DROP VIEW active_users;
ALTER TABLE users DROP COLUMN username;
-- section: was
      username: { position: 2, type: varchar(50), not_null: true, unique: true }
