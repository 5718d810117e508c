-- An array column gets a new name.
-- var pkey = users_pkey
-- var typ = text[]
-- var v1 = '{a,b}'
-- var v2 = '{c}'
-- var v3 = '{}'
-- var pv1 = 'a|b'::texts
-- var pv2 = 'c'::texts
-- var n1 = '{z}'
-- var n2 = '{y,y}'
-- var n3 = '{x}'
-- var pn1 = 'z'::texts
-- var pn2 = 'y|y'::texts
-- var pnull = null::other
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', '{z}', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var nv1 = '{a,b}'
-- var nv2 = '{c}'
-- var nn1 = '{z}'
-- var nn2 = '{y,y}'
-- var pnn1 = 'z'::texts
-- var pnv1 = 'a|b'::texts
-- var ntyp = text[]
-- var bare = yes
-- var t = users
-- var o = tags
-- var n = labels
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, tags, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, array/special
-- shapes: old
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, tags text[], age int);
INSERT INTO users (email, tags, age) VALUES
  ('alice@x.org', '{a,b}', 40), ('bob@x.org', '{c}', 25), (NULL, '{}', 33), ('dave@x.org', NULL, NULL), ('empty@x.org', '{NULL,d}', 18), ('anne@x.org', '{a,b}', 51), ('bob2@x.org', '{{1,2},{3,4}}', 25), ('like@x.org', NULL, 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, labels text[], bio text);
INSERT INTO profiles VALUES (1, 1, '{q}', 'x'), (2, 2, '{c}', 'y'), (3, 9, '{a,b}', 'z');
-- migration: labels
-- table: public.users
-- old: tags
-- new: labels = tags
-- back: tags = labels
-- section: mapping
    table: users
    rename: { tags: labels }
-- section: expand
ALTER TABLE users ADD COLUMN labels text[];
-- section: scramble
UPDATE users SET tags = '{stale}';
-- section: drop
ALTER TABLE users DROP COLUMN tags;
-- section: was
      tags: { position: 3, type: "text[]", not_null: false, unique: false }
