-- A text column becomes a date.
-- var pkey = users_pkey
-- var typ = text
-- var v1 = '1990-01-31'
-- var v2 = '2001-12-01'
-- var v3 = '1985-07-04'
-- var pv1 = '1990-01-31'
-- var pv2 = '2001-12-01'
-- var n1 = '2020-02-29'
-- var n2 = '1999-09-09'
-- var n3 = '1970-01-01'
-- var pn1 = '2020-02-29'
-- var pn2 = '1999-09-09'
-- var pnull = null::text
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', '2020-02-29', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var nv1 = '1990-01-31'
-- var nv2 = '2001-12-01'
-- var nn1 = '2020-02-29'
-- var nn2 = '1999-09-09'
-- var pnn1 = '2020-02-29'::date
-- var pnv1 = '1990-01-31'::date
-- var ntyp = date
-- var bare = yes
-- var t = users
-- var o = born
-- var n = birth_date
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, born, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, date/special, new/generic
-- shapes: old, new
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, born text, age int);
CREATE INDEX users_born ON users (born);
INSERT INTO users (email, born, age) VALUES
  ('alice@x.org', '1990-01-31', 40), ('bob@x.org', '2001-12-01', 25), (NULL, '1985-07-04', 33), ('dave@x.org', '1990-01-31', NULL), ('empty@x.org', '0476-09-04', 18), ('anne@x.org', NULL, 51), ('bob2@x.org', '2001-12-01', 25), ('like@x.org', '2024-02-29', 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, birth_date date, bio text);
INSERT INTO profiles VALUES (1, 1, '2000-01-01', 'x'), (2, 2, '2001-12-01', 'y'), (3, 9, '1990-01-31', 'z');
-- migration: birth-date
-- table: public.users
-- old: born
-- new: birth_date = make_date(substr(born, 1, 4)::int, substr(born, 6, 2)::int, substr(born, 9, 2)::int)
-- back: born = lpad(extract(year FROM birth_date)::text, 4, '0') || '-' || lpad(extract(month FROM birth_date)::text, 2, '0') || '-' || lpad(extract(day FROM birth_date)::text, 2, '0')
-- section: mapping
    table: users
    old: [born]
    new: { birth_date: "make_date(substr(born, 1, 4)::int, substr(born, 6, 2)::int, substr(born, 9, 2)::int)" }
    back: { born: "lpad(extract(year FROM birth_date)::text, 4, '0') || '-' || lpad(extract(month FROM birth_date)::text, 2, '0') || '-' || lpad(extract(day FROM birth_date)::text, 2, '0')" }
    lossless: old
-- section: expand
ALTER TABLE users ADD COLUMN birth_date date;
-- section: filled
CREATE INDEX users_birth_date ON users (birth_date);
-- section: scramble
UPDATE users SET born = 'stale' || id;
-- section: drop
ALTER TABLE users DROP COLUMN born;
-- section: was
      born: { position: 3, type: text, not_null: false, unique: false }
