-- A shape of its own for what applications send.
-- var pkey = users_pkey
-- var typ = bool
-- var v1 = true
-- var v2 = false
-- var v3 = true
-- var pv1 = true
-- var pv2 = false
-- var n1 = false
-- var n2 = true
-- var n3 = false
-- var pn1 = false
-- var pn2 = true
-- var pnull = null::null
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', false, 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var bare = yes
-- var t = users
-- var o = active
-- var n = state
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, active, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- cases: hunt/apps
-- shapes: old
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, active boolean, age int);
INSERT INTO users (email, active, age) VALUES
  ('alice@x.org', true, 40), ('bob@x.org', false, 25), (NULL, true, 33), ('dave@x.org', true, NULL), ('Empty@x.org', false, 18), ('anne@x.org', true, 51), ('bob2@x.org', true, 25), ('like@x.org', false, 60);
CREATE INDEX ON users (active);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, state text, bio text);
INSERT INTO profiles VALUES (1, 1, 'a', 'x'), (2, 2, 'b', 'y'), (3, 9, 'c', 'z');
-- migration: mig
-- table: public.users
-- old: active
-- new: state = CASE WHEN active THEN 'on'::onoff WHEN NOT active THEN 'off'::onoff END
-- back: active = state = 'on'::onoff
-- section: mapping
    table: 'users'
    old: [active]
    new: { state: "CASE WHEN active THEN 'on'::onoff WHEN NOT active THEN 'off'::onoff END" }
    back: { active: "state = 'on'::onoff" }
    lossless: both
-- section: expand
CREATE TYPE onoff AS ENUM ('off', 'on');
ALTER TABLE users ADD COLUMN state onoff;
-- section: drop
ALTER TABLE users DROP COLUMN active;
-- section: was
      active: { position: 3, type: "boolean", not_null: false, unique: false }
