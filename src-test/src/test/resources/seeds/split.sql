-- One column becomes two; the new application knows names that the old one cannot take apart.
-- var pkey = users_pkey
-- var bare = yes
-- var t = users
-- var o = full_name
-- var n = first_name
-- var typ = text
-- var v1 = 'Ada Lovelace'
-- var v2 = 'Cher'
-- var v3 = 'Grace Hopper'
-- var pv1 = 'Ada Lovelace'
-- var pv2 = 'Cher'
-- var n1 = 'Zoe Zander'
-- var n2 = 'Yan'
-- var n3 = 'Xi van der Xu'
-- var pn1 = 'Zoe Zander'
-- var pn2 = 'Yan'
-- var pnull = null::text
-- var oth = email
-- var num = age
-- var ins = email, age
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', 'Zoe Zander', 31
-- var cols = id, email, full_name, age
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var string = yes
-- var free = yes
-- var nv1 = 'Ada'
-- var nv2 = 'Cher'
-- var nn1 = 'Zoe'
-- var nn2 = 'Yan'
-- var pnn1 = 'Zoe'
-- var pnv1 = 'Ada'
-- var ntyp = text
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors
-- cases: split/special, new/generic, new/split
-- shapes: old, new
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, full_name text, age int);
CREATE INDEX users_full_name ON users (full_name);
INSERT INTO users (email, full_name, age) VALUES
  ('ada@x.org', 'Ada Lovelace', 36), ('cher@x.org', 'Cher', 70), ('grace@x.org', 'Grace Hopper', NULL), ('mary@x.org', 'Mary Ann Lee', 7),
  ('void@x.org', '', 7), ('nil@x.org', NULL, 0), (NULL, ' Nobody', 1), ('long@x.org', 'Pablo Diego José Francisco', 91);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, first_name text, last_name text);
INSERT INTO profiles VALUES (1, 1, 'Augusta', 'King'), (2, 2, 'Cher', ''), (3, 9, 'Ada', 'Lovelace');
-- migration: split-name
-- table: public.users
-- old: full_name
-- new: first_name = split_part(full_name, ' ', 1)
-- new: last_name = substr(full_name, length(split_part(full_name, ' ', 1)) + 2)
-- back: full_name = first_name || coalesce(' ' || nullif(last_name, ''), '')
-- section: mapping
    table: users
    old: [full_name]
    new:
      first_name: split_part(full_name, ' ', 1)
      last_name: substr(full_name, length(split_part(full_name, ' ', 1)) + 2)
    back:
      full_name: first_name || coalesce(' ' || nullif(last_name, ''), '')
    lossless: old
-- section: expand
ALTER TABLE users ADD COLUMN first_name text, ADD COLUMN last_name text;
-- section: newrows
UPDATE users SET first_name = 'Mary Ann', last_name = 'Lee' WHERE full_name = 'Mary Ann Lee';
UPDATE users SET last_name = NULL WHERE full_name = 'Cher' AND first_name IS NOT NULL;
-- section: filled
CREATE INDEX users_names ON users ((first_name || coalesce(' ' || nullif(last_name, ''), '')));
-- section: scramble
UPDATE users SET full_name = 'stale ' || id;
-- section: drop
ALTER TABLE users DROP COLUMN full_name;
-- section: was
      full_name: { position: 3, type: text, not_null: false, unique: false }
