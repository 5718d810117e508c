-- A json column gets a new name.
-- var pkey = users_pkey
-- var typ = json
-- var v1 = '{"a": 1}'
-- var v2 = '[1, 2]'
-- var v3 = '"s"'
-- var pv1 = '{"a": 1}'::other
-- var pv2 = '[1, 2]'::other
-- var n1 = '{"z": 26}'
-- var n2 = 'true'
-- var n3 = '{}'
-- var pn1 = '{"z": 26}'::other
-- var pn2 = 'true'::other
-- var pnull = null::other
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', '{"z":26}', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var nv1 = '{"a": 1}'
-- var nv2 = '[1, 2]'
-- var nn1 = '{"z": 26}'
-- var nn2 = 'true'
-- var pnn1 = '{"z": 26}'::other
-- var pnv1 = '{"a": 1}'::other
-- var ntyp = json
-- var bare = yes
-- var t = users
-- var o = settings
-- var n = prefs
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, settings, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- cases: generic/shape, generic/insert, generic/update, generic/session, json/special
-- shapes: old
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, settings json, age int);
INSERT INTO users (email, settings, age) VALUES
  ('alice@x.org', '{"a": 1}', 40), ('bob@x.org', '[1, 2]', 25), (NULL, '"s"', 33), ('dave@x.org', NULL, NULL), ('empty@x.org', 'null', 18), ('anne@x.org', '{"b": {"c": [1]}}', 51), ('bob2@x.org', '1.50', 25), ('like@x.org', NULL, 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, prefs json, bio text);
INSERT INTO profiles VALUES (1, 1, '1', 'x'), (2, 2, '[1, 2]', 'y'), (3, 9, '{"a": 1}', 'z');
-- migration: prefs
-- table: public.users
-- old: settings
-- new: prefs = settings
-- back: settings = prefs
-- section: mapping
    table: users
    rename: { settings: prefs }
-- section: expand
ALTER TABLE users ADD COLUMN prefs json;
-- section: scramble
UPDATE users SET settings = '{"stale": true}';
-- section: drop
ALTER TABLE users DROP COLUMN settings;
-- section: was
      settings: { position: 3, type: json, not_null: false, unique: false }
