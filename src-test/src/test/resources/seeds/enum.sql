-- A text column becomes an enum.
-- var pkey = users_pkey
-- var typ = text
-- var v1 = 'new'
-- var v2 = 'paid'
-- var v3 = 'sent'
-- var pv1 = 'new'
-- var pv2 = 'paid'
-- var n1 = 'lost'
-- var n2 = 'held'
-- var n3 = 'back'
-- var pn1 = 'lost'
-- var pn2 = 'held'
-- var pnull = null::text
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', 'lost', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var nv1 = 'new'
-- var nv2 = 'paid'
-- var nn1 = 'lost'
-- var nn2 = 'held'
-- var pnn1 = 'lost'::other
-- var pnv1 = 'new'::other
-- var ntyp = mood
-- var bare = yes
-- var t = users
-- var o = status
-- var n = state
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, status, age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var notnull = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, new/generic
-- shapes: old, new
-- section: old
CREATE TABLE users (id serial PRIMARY KEY, email text, status text NOT NULL DEFAULT 'new', age int);
INSERT INTO users (email, status, age) VALUES
  ('alice@x.org', 'new', 40), ('bob@x.org', 'paid', 25), (NULL, 'sent', 33), ('dave@x.org', 'new', NULL), ('empty@x.org', 'held', 18), ('anne@x.org', 'paid', 51), ('bob2@x.org', 'sent', 25), ('like@x.org', 'new', 60);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, state text, bio text);
INSERT INTO profiles VALUES (1, 1, 'a', 'x'), (2, 2, 'paid', 'y'), (3, 9, 'new', 'z');
-- migration: state
-- table: public.users
-- old: status
-- new: state = status::mood
-- back: status = state::text
-- section: mapping
    table: users
    old: [status]
    new: { state: "status::mood" }
    back: { status: "state::text" }
    lossless: both
    session_independent: true
-- section: expand
CREATE TYPE mood AS ENUM ('sent', 'new', 'paid', 'held', 'lost', 'back');
ALTER TABLE users ADD COLUMN state mood;
-- section: filled
ALTER TABLE users ALTER COLUMN state SET NOT NULL, ALTER COLUMN state SET DEFAULT 'new';
-- section: contract
ALTER TABLE users ALTER COLUMN status DROP NOT NULL, ALTER COLUMN status DROP DEFAULT;
-- section: scramble
UPDATE users SET status = 'stale' || id;
-- section: drop
ALTER TABLE users DROP COLUMN status;
-- section: was
      status: { position: 3, type: text, not_null: true, unique: false, default: "'new'::text" }
