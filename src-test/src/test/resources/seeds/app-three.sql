-- A shape of its own for what applications send.
-- var pkey = users_pkey
-- var typ = text
-- var v1 = 'a|1|x'
-- var v2 = 'b|2|y'
-- var v3 = 'Main St|10115|Berlin'
-- var pv1 = 'a|1|x'
-- var pv2 = 'b|2|y'
-- var n1 = 'z|9|q'
-- var n2 = 'y|8|q'
-- var n3 = 'x|7|q'
-- var pn1 = 'z|9|q'
-- var pn2 = 'y|8|q'
-- var pnull = null::null
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', 'z|9|q', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var bare = yes
-- var t = users
-- var o = addr
-- var n = street
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, addr, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var notnull = yes
-- var string = yes
-- cases: hunt/apps
-- shapes: old
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, addr text NOT NULL, age int);
INSERT INTO users (email, addr, age) VALUES
  ('alice@x.org', 'a|1|x', 40), ('bob@x.org', 'b|2|y', 25), (NULL, 'Main St|10115|Berlin', 33), ('dave@x.org', '||', NULL), ('Empty@x.org', 'é|0|ü', 18), ('anne@x.org', 'a|1|x', 51), ('bob2@x.org', 'b|2|y', 25), ('like@x.org', 'Main St|10115|Berlin', 60);
CREATE INDEX ON users (addr);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, street text, bio text);
INSERT INTO profiles VALUES (1, 1, 'a', 'x'), (2, 2, 'b', 'y'), (3, 9, 'c', 'z');
-- migration: mig
-- table: public.users
-- old: addr
-- new: street = split_part(addr, '|', 1)
-- new: zip = split_part(addr, '|', 2)
-- new: city = split_part(addr, '|', 3)
-- back: addr = street || '|' || zip || '|' || city
-- section: mapping
    table: 'users'
    old: [addr]
    new:
      street: split_part(addr, '|', 1)
      zip: split_part(addr, '|', 2)
      city: split_part(addr, '|', 3)
    back: { addr: "street || '|' || zip || '|' || city" }
    lossless: old
-- section: expand
ALTER TABLE users ADD COLUMN street text;
ALTER TABLE users ADD COLUMN zip text;
ALTER TABLE users ADD COLUMN city text;
-- section: filled
CREATE INDEX ON users (zip);
-- section: contract
ALTER TABLE users ALTER COLUMN addr DROP NOT NULL;
-- section: drop
ALTER TABLE users DROP COLUMN addr;
-- section: was
      addr: { position: 3, type: "text", not_null: true, unique: false }
