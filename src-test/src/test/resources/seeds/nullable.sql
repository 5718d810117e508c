-- A nullable column with a constant default and a collation gets a new name.
-- var pkey = users_pkey
-- var typ = varchar
-- var v1 = 'al'
-- var v2 = 'bo'
-- var v3 = 'Ca'
-- var pv1 = 'al'
-- var pv2 = 'bo'
-- var n1 = 'zoe'
-- var n2 = 'yan'
-- var n3 = 'xi'
-- var pn1 = 'zoe'
-- var pn2 = 'yan'
-- var pnull = null::varchar
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', 'zoe', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var string = yes
-- var free = yes
-- var nv1 = 'al'
-- var nv2 = 'bo'
-- var nn1 = 'zoe'
-- var nn2 = 'yan'
-- var pnn1 = 'zoe'
-- var pnv1 = 'al'
-- var ntyp = varchar
-- var bare = yes
-- var t = users
-- var o = nick
-- var n = alias
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, nick, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var ukey = users_username_key
-- var uniq = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, nullable/special, new/generic
-- shapes: old, new
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, nick varchar(5) COLLATE "C" DEFAULT 'anon', age int);
INSERT INTO users (email, nick, age) VALUES
  ('alice@x.org', 'al', 40), ('bob@x.org', 'bo', 25), (NULL, 'Ca', 33), ('dave@x.org', NULL, NULL), ('empty@x.org', '', 18), ('anne@x.org', 'än', 51), ('bob2@x.org', 'bo', 25), ('like@x.org', NULL, 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, alias text, bio text);
INSERT INTO profiles VALUES (1, 1, 'a', 'x'), (2, 2, 'bo', 'y'), (3, 9, 'al', 'z');
-- migration: alias
-- table: public.users
-- old: nick
-- new: alias = nick
-- back: nick = alias
-- section: mapping
    table: users
    rename: { nick: alias }
-- section: expand
ALTER TABLE users ADD COLUMN alias varchar(5) COLLATE "C";
-- section: filled
ALTER TABLE users ALTER COLUMN alias SET DEFAULT 'anon';
-- section: contract
ALTER TABLE users ALTER COLUMN nick DROP DEFAULT;
-- section: scramble
UPDATE users SET nick = 's' || id;
-- section: drop
ALTER TABLE users DROP COLUMN nick;
-- section: was
      nick: { position: 3, type: varchar(5), not_null: false, unique: false, default: "'anon'::character varying", collation: '"C"' }
