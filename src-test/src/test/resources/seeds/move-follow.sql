-- Columns move to a table that is there already, whose foreign key follows the users' and takes none of them away.
-- var bare = yes
-- var t = users
-- var o = address_street
-- var n = street
-- var typ = varchar
-- var v1 = 'Elm 1'
-- var v2 = 'Oak 2'
-- var v3 = 'Ash 3'
-- var pv1 = 'Elm 1'
-- var pv2 = 'Oak 2'
-- var n1 = 'Fir 7'
-- var n2 = 'Yew 8'
-- var n3 = 'Box 9'
-- var pn1 = 'Fir 7'
-- var pn2 = 'Yew 8'
-- var pnull = null::varchar
-- var oth = email
-- var num = age
-- var ins = email, age
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'zoe', 'z@x.org', 'Fir 7', 'Rome', 'R-7', 31
-- var cols = id, username, email, address_street, address_city, address_postal_code, age
-- var alias = c1, c2, c3, c4, c5, c6, c7
-- var oalias = c4
-- var r = orders
-- var rfk = user_id
-- var s = places
-- var pkey = users_pkey
-- var free = yes
-- var string = yes
-- cases: move/own, move/leave, move/merge
-- shapes: old
-- refusals: 20%
-- section: old
CREATE TABLE users (
  id serial PRIMARY KEY,
  username text CONSTRAINT users_username_key UNIQUE,
  email text,
  address_street varchar(60),
  address_city text,
  address_postal_code varchar(10),
  age int
);
CREATE INDEX users_street ON users (address_street);
INSERT INTO users (username, email, address_street, address_city, address_postal_code, age) VALUES
  ('alice', 'alice@x.org', 'Elm 1', 'Paris', '75001', 40),
  ('bob', 'bob@x.org', 'Oak 2', 'Rome', NULL, 25),
  ('carol', NULL, 'Ash 3', NULL, '00-10', 33),
  ('dave', 'dave@x.org', NULL, NULL, NULL, NULL),
  ('erin', 'erin@x.org', NULL, 'Oslo', NULL, 18),
  ('frank', 'frank@x.org', '', '', '', 51),
  ('grace', 'grace@x.org', 'Oak 2', 'Rome', '00100', 25),
  ('heidi', 'heidi@x.org', NULL, NULL, NULL, 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int, total numeric(10,2), note text);
INSERT INTO orders VALUES (1, 1, 10.00, 'Elm 1'), (2, 1, 20.50, NULL), (3, 2, 5.25, 'Oak 2'), (4, 4, 99.99, 'x'), (5, NULL, 1.00, 'nobody');
CREATE TABLE places (id int PRIMARY KEY, user_id int, street text, city text, bio text);
INSERT INTO places VALUES (1, 1, 'Elm 1', 'Paris', 'first'), (2, 2, 'Low 4', 'Rome', 'second'), (3, 9, 'Oak 2', NULL, 'nobody');
CREATE TABLE addresses (user_id int PRIMARY KEY REFERENCES users (id) ON UPDATE CASCADE, note text DEFAULT 'none', verified boolean NOT NULL DEFAULT false, seen timestamptz DEFAULT now());
INSERT INTO addresses VALUES (1, 'n1', true, '2020-01-01'), (3, NULL, false, '2020-01-01'), (4, 'n4', false, NULL), (5, 'none', true, '2020-01-01'), (8, 'n8', false, '2020-01-01');
CREATE VIEW user_places AS SELECT id, address_street, address_city FROM users WHERE age > 20;
CREATE VIEW user_emails AS SELECT id, email FROM users;
CREATE FUNCTION user_count() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM users';
-- migration: addresses
-- table: public.users
-- new-table: public.addresses
-- key: id = user_id
-- holds: verified OR note IS DISTINCT FROM 'none'
-- old: address_street, address_city, address_postal_code
-- new: street = address_street
-- new: city = address_city
-- new: postal_code = address_postal_code
-- back: address_street = street
-- back: address_city = city
-- back: address_postal_code = postal_code
-- section: mapping
    table: users
    new_table: addresses
    key: { id: user_id }
    rename: { address_street: street, address_city: city, address_postal_code: postal_code }
-- section: expand
ALTER TABLE addresses ADD COLUMN street varchar(60), ADD COLUMN city text, ADD COLUMN postal_code varchar(10);
-- section: filled
CREATE INDEX addresses_street ON addresses (street);
-- section: scramble
UPDATE users SET address_street = 'stale' || id, address_city = 'stale', address_postal_code = NULL;
-- section: drop
DROP VIEW user_places;
ALTER TABLE users DROP COLUMN address_street, DROP COLUMN address_city, DROP COLUMN address_postal_code;
-- section: was
      address_street: { position: 4, type: varchar(60) }
      address_city: { position: 5, type: text }
      address_postal_code: { position: 6, type: varchar(10) }
