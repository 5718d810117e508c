-- A table in a schema that is not on the search path, with another of the same name that is.
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
-- var t = shop.users
-- var o = username
-- var n = handle
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, username, email, age
-- var r = shop.orders
-- var rfk = user_id
-- var s = shop.profiles
-- var ukey = users_username_key
-- var uniq = yes
-- var notnull = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, generic/conflict, new/generic, schema/special
-- shapes: old, new
-- section: old
CREATE SCHEMA shop;
CREATE TABLE users (id int, username text, handle text, email text);
INSERT INTO users VALUES (1, 'public', 'one', 'p'), (2, 'not', 'mapped', 'q');
CREATE TABLE shop.users (id serial PRIMARY KEY, username varchar(50) NOT NULL CONSTRAINT users_username_key UNIQUE, email text, age int);
INSERT INTO shop.users (username, email, age) VALUES
  ('alice', 'alice@x.org', 40), ('bob', 'bob@x.org', 25), ('Carol', NULL, 33), ('dave', 'dave@x.org', NULL), ('', 'empty@x.org', 18), ('änne', 'anne@x.org', 51), ('Bob', 'bob2@x.org', 25), ('x_%', 'like@x.org', 60);
CREATE TABLE shop.orders (id int PRIMARY KEY, user_id int REFERENCES shop.users, note text);
INSERT INTO shop.orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE shop.profiles (id int PRIMARY KEY, user_id int, handle text, bio text);
INSERT INTO shop.profiles VALUES (1, 1, 'al', 'x'), (2, 2, 'bob', 'y'), (3, 9, 'alice', 'z');
-- migration: handle
-- table: shop.users
-- old: username
-- new: handle = username
-- back: username = handle
-- section: mapping
    table: shop.users
    rename: { username: handle }
-- section: expand
ALTER TABLE shop.users ADD COLUMN handle varchar(50);
-- section: filled
ALTER TABLE shop.users ALTER COLUMN handle SET NOT NULL, ADD CONSTRAINT users_handle_key UNIQUE (handle) DEFERRABLE;
-- section: contract
ALTER TABLE shop.users DROP CONSTRAINT users_username_key, ALTER COLUMN username DROP NOT NULL;
ALTER TABLE shop.users DROP CONSTRAINT users_handle_key, ADD CONSTRAINT users_handle_key UNIQUE (handle);
-- section: scramble
UPDATE shop.users SET username = 'stale' || id;
-- section: drop
ALTER TABLE shop.users DROP COLUMN username;
-- section: was
      username: { position: 2, type: varchar(50), not_null: true, unique: true }
