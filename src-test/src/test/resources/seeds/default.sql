-- A column whose default is evaluated anew for each row gets a new name.
-- var pkey = users_pkey
-- var typ = int
-- var v1 = 1
-- var v2 = 2
-- var v3 = 3
-- var pv1 = 1
-- var pv2 = 2
-- var n1 = 801
-- var n2 = 802
-- var n3 = 803
-- var pn1 = 801
-- var pn2 = 802
-- var pnull = null::int4
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', 801, 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var string = yes
-- var free = yes
-- var nv1 = 1
-- var nv2 = 2
-- var nn1 = 801
-- var nn2 = 802
-- var pnn1 = 801
-- var pnv1 = 1
-- var ntyp = int
-- var bare = yes
-- var t = users
-- var o = code
-- var n = number
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, code, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var ukey = users_username_key
-- var uniq = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, default/special, new/generic
-- shapes: old
-- section: old
CREATE SEQUENCE codes;
CREATE TABLE users (id serial PRIMARY KEY, email text, code int DEFAULT nextval('codes'), age int);
INSERT INTO users (email, age) VALUES
  ('alice@x.org', 40), ('bob@x.org', 25), (NULL, 33), ('dave@x.org', NULL), ('empty@x.org', 18), ('anne@x.org', 51), ('bob2@x.org', 25);
INSERT INTO users (email, code, age) VALUES ('like@x.org', NULL, 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, number int, bio text);
INSERT INTO profiles VALUES (1, 1, 10, 'x'), (2, 2, 2, 'y'), (3, 9, 1, 'z');
-- migration: number
-- table: public.users
-- old: code
-- new: number = code
-- back: code = number
-- section: mapping
    table: users
    rename: { code: number }
-- section: expand
ALTER TABLE users ADD COLUMN number int;
-- section: filled
ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('codes');
-- section: contract
ALTER TABLE users ALTER COLUMN code DROP DEFAULT;
-- section: scramble
UPDATE users SET code = 5000 + id;
-- section: drop
ALTER TABLE users DROP COLUMN code;
-- section: was
      code: { position: 3, type: integer, not_null: false, unique: false, default: "nextval('public.codes'::regclass)" }
