-- A table with inheritance children, one of them with a column more.
-- var pkey = users_pkey
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
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'zoe', 'z@x.org', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c2
-- var string = yes
-- var free = yes
-- var nv1 = 'alice'
-- var nv2 = 'bob'
-- var nn1 = 'zoe'
-- var nn2 = 'yan'
-- var pnn1 = 'zoe'
-- var pnv1 = 'alice'
-- var ntyp = varchar
-- var bare = yes
-- var t = users
-- var o = username
-- var n = handle
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, username, email, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var notnull = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, inherited/special
-- shapes: old
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, username varchar(50) NOT NULL, email text, age int);
CREATE TABLE admins (badge text) INHERITS (users);
INSERT INTO users (username, email, age) VALUES
  ('alice', 'alice@x.org', 40), ('bob', 'bob@x.org', 25), ('Carol', NULL, 33), ('dave', 'dave@x.org', NULL), ('', 'empty@x.org', 18), ('änne', 'anne@x.org', 51);
INSERT INTO admins (username, email, age, badge) VALUES ('Bob', 'bob2@x.org', 25, 'gold'), ('x_%', 'like@x.org', 60, NULL);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, handle text, bio text);
INSERT INTO profiles VALUES (1, 1, 'al', 'x'), (2, 2, 'bob', 'y'), (3, 9, 'alice', 'z');
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
-- section: contract
ALTER TABLE users ALTER COLUMN username DROP NOT NULL;
-- section: scramble
UPDATE users SET username = 'stale' || id;
-- section: drop
ALTER TABLE users DROP COLUMN username;
-- section: was
      username: { position: 2, type: varchar(50), not_null: true, unique: false }
