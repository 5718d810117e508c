-- A table gets a new name.
-- var bare = yes
-- var t = persons
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
-- var row1 = 101, 'zoe', 'z@x.org', 31
-- var cols = id, username, email, age
-- var alias = c1, c2, c3, c4
-- var oalias = c2
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var pkey = persons_pkey
-- var new.t = people
-- var new.pkey = people_pkey
-- var free = yes
-- var string = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors
-- cases: people/special, new/people
-- cases: new/generic/select, new/generic/shape, new/generic/insert, new/generic/update, new/generic/delete, new/generic/session, new/generic/errors
-- shapes: old, new
-- refusals: 7%
-- section: old
CREATE TABLE persons (
  id serial PRIMARY KEY,
  username varchar(50) CONSTRAINT persons_username_key UNIQUE,
  email text,
  age int DEFAULT 18
);
INSERT INTO persons (username, email, age) VALUES
  ('alice', 'alice@x.org', 40), ('bob', 'bob@x.org', 25), ('Carol', NULL, 33), ('dave o''neil', 'dave@x.org', NULL),
  ('', 'empty@x.org', 18), ('änne', 'anne@x.org', 51), ('Bob', 'bob2@x.org', 25), (NULL, NULL, NULL);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES persons, total numeric(10,2), note text);
INSERT INTO orders VALUES (1, 1, 10.00, 'alice'), (2, 1, 20.50, NULL), (3, 2, 5.25, 'bob'), (4, 4, 99.99, 'x'), (5, NULL, 1.00, 'nobody');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, handle text, bio text);
INSERT INTO profiles VALUES (1, 1, 'al', 'first'), (2, 2, 'bob', 'second'), (3, 9, 'alice', 'nobody');
CREATE VIEW person_emails AS SELECT id, email FROM persons;
-- migration: people
-- table: public.persons
-- new-table: public.people
-- whole: yes
-- key: id = id
-- present: true
-- old: username, email, age
-- new: username = username
-- new: email = email
-- new: age = age
-- back: username = username
-- back: email = email
-- back: age = age
-- section: mapping
    table: persons
    new_table: people
    rename: "*"
-- section: expand
CREATE TABLE people (id int PRIMARY KEY DEFAULT nextval('persons_id_seq'), username varchar(50), email text, age int DEFAULT 18);
-- section: filled
ALTER TABLE people ADD CONSTRAINT people_username_key UNIQUE (username) DEFERRABLE;
-- section: contract
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES people;
ALTER SEQUENCE persons_id_seq OWNED BY people.id;
ALTER TABLE people DROP CONSTRAINT people_username_key;
ALTER TABLE people ADD CONSTRAINT people_username_key UNIQUE (username);
-- section: scramble
ALTER TABLE persons DROP CONSTRAINT persons_username_key;
UPDATE persons SET username = 'stale', age = 0;
-- section: drop
DROP VIEW person_emails;
DROP TABLE persons;
