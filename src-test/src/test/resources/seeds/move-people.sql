-- Columns of two tables with a key of two columns come together in a table that has others already; one of them moves as it is, one changes.
-- var t = users
-- var o = name
-- cases: move/people, new/people-pair
-- shapes: old, new
-- refusals: 5%
-- section: old
CREATE TABLE users (tenant text NOT NULL, id int NOT NULL, name text, age int, CONSTRAINT users_pkey PRIMARY KEY (tenant, id));
CREATE TABLE profiles (user_id int NOT NULL, org text NOT NULL, kind text, bio varchar(40), PRIMARY KEY (org, user_id));
INSERT INTO users VALUES ('a', 1, 'Ada Lee', 40), ('a', 2, 'Bob', 25), ('a', 3, NULL, 33), ('b', 1, 'Mary Ann Lee', NULL), ('b', 2, NULL, 18), ('b', 3, 'Eve Doe', 51);
INSERT INTO profiles VALUES (1, 'a', 'blog', 'one'), (2, 'a', 'home', NULL), (3, 'a', 'blog', 'three'), (2, 'b', 'home', 'five'), (4, 'b', NULL, NULL), (5, 'b', 'blog', '');
-- migration: names
-- table: public.users
-- new-table: public.people
-- key: tenant = tenant
-- key: id = no
-- old: name
-- new: first_name = split_part(name, ' ', 1)
-- new: last_name = substr(name, length(split_part(name, ' ', 1)) + 2)
-- back: name = first_name || coalesce(' ' || nullif(last_name, ''), '')
-- section: mapping
    table: users
    new_table: people
    key: { tenant: tenant, id: "no" }
    old: [name]
    new: { first_name: "split_part(name, ' ', 1)", last_name: "substr(name, length(split_part(name, ' ', 1)) + 2)" }
    back: { name: "first_name || coalesce(' ' || nullif(last_name, ''), '')" }
    lossless: old
-- section: expand
CREATE TABLE people (no int, tenant text, first_name text, last_name text, tone text, about text, PRIMARY KEY (tenant, no));
-- section: scramble
UPDATE users SET name = 'stale';
-- section: drop
ALTER TABLE users DROP COLUMN name;
-- section: was
      name: { position: 3, type: text }
-- migration: profiles
-- table: public.profiles
-- new-table: public.people
-- key: org = tenant
-- key: user_id = no
-- half: user_id % 2 = 0
-- old: kind, bio
-- new: tone = upper(kind)
-- new: about = bio
-- back: kind = lower(tone)
-- back: bio = about
-- section: mapping
    table: profiles
    new_table: people
    key: { org: tenant, user_id: "no" }
    old: [kind, bio]
    new: { tone: upper(kind), about: bio }
    back: { kind: lower(tone), bio: about }
    lossless: old
-- section: scramble
UPDATE profiles SET kind = 'stale', bio = NULL;
-- section: drop
ALTER TABLE profiles DROP COLUMN kind, DROP COLUMN bio;
-- section: was
      kind: { position: 3, type: text }
      bio: { position: 4, type: varchar(40) }
