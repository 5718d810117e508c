-- Two columns become one.
-- var pkey = people_pkey
-- var bare = yes
-- var t = people
-- var o = first
-- var n = full_name
-- var typ = varchar
-- var v1 = 'Ada'
-- var v2 = 'Bea'
-- var v3 = 'Cleo'
-- var pv1 = 'Ada'
-- var pv2 = 'Bea'
-- var n1 = 'Zoe'
-- var n2 = 'Yan'
-- var n3 = 'Xi'
-- var pn1 = 'Zoe'
-- var pn2 = 'Yan'
-- var pnull = null::varchar
-- var oth = email
-- var num = age
-- var ins = last, email, age
-- var insv1 = 'Last1', 'z@x.org', 31
-- var insv2 = 'Last2', 'y@x.org', 32
-- var insv3 = 'Last3', 'x@x.org', 33
-- var row1 = 101, 'Zoe', 'Z', 'z@x.org', 31
-- var cols = id, first, last, email, age
-- var alias = c1, c2, c3, c4, c5
-- var oalias = c2
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var string = yes
-- var free = yes
-- var notnull = yes
-- var nv1 = 'Ada Lovelace'
-- var nv2 = 'Bea'
-- var nn1 = 'Zoe Zander'
-- var nn2 = 'Yan'
-- var pnn1 = 'Zoe Zander'
-- var pnv1 = 'Ada Lovelace'
-- var ntyp = text
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors
-- cases: merge/special, new/generic
-- shapes: old, new
-- section: old
CREATE TABLE people (id serial PRIMARY KEY, first varchar(30) NOT NULL, last text, email text, age int);
CREATE INDEX people_name ON people (last, first);
INSERT INTO people (first, last, email, age) VALUES
  ('Ada', 'Lovelace', 'ada@x.org', 36), ('Bea', NULL, 'bea@x.org', 70), ('Cleo', 'de la Cruz', 'cleo@x.org', NULL), ('Ada', 'Other', 'ada2@x.org', 7),
  ('Eve', 'Smith', NULL, 7), ('Fay', NULL, 'fay@x.org', 0), ('Gil', 'Smith', 'gil@x.org', 1), ('Änne', 'Ö', 'anne@x.org', 91);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES people, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, full_name text, bio text);
INSERT INTO profiles VALUES (1, 1, 'Augusta King', 'x'), (2, 2, 'Bea', 'y'), (3, 9, 'Ada Lovelace', 'z');
-- migration: merge-name
-- table: public.people
-- old: first, last
-- new: full_name = first || coalesce(' ' || last, '')
-- back: first = split_part(full_name, ' ', 1)
-- back: last = nullif(substr(full_name, length(split_part(full_name, ' ', 1)) + 2), '')
-- section: mapping
    table: people
    old: [first, last]
    new: { full_name: "first || coalesce(' ' || last, '')" }
    back:
      first: split_part(full_name, ' ', 1)
      last: nullif(substr(full_name, length(split_part(full_name, ' ', 1)) + 2), '')
    lossless: old
-- section: expand
ALTER TABLE people ADD COLUMN full_name text;
-- section: filled
ALTER TABLE people ALTER COLUMN full_name SET NOT NULL;
CREATE INDEX people_full_name ON people (full_name);
-- section: contract
ALTER TABLE people ALTER COLUMN first DROP NOT NULL;
-- section: scramble
UPDATE people SET first = 'stale' || id, last = 'stale';
-- section: drop
ALTER TABLE people DROP COLUMN first, DROP COLUMN last;
-- section: was
      first: { position: 2, type: varchar(30), not_null: true, unique: false }
      last: { position: 3, type: text, not_null: false, unique: false }
