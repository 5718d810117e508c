-- Writes to a table of which columns move to another table.

-- case: insert with an id that the server makes
INSERT INTO users (username, address_street, address_city) VALUES ('zoe', 'Fir 7', 'Bern');
INSERT INTO users (username) VALUES ('nobody');
INSERT INTO users (id, username, address_city) VALUES (DEFAULT, 'yan', 'Bonn');
SELECT * FROM users ORDER BY id;

-- case: insert with an id of its own
INSERT INTO users (id, address_street) VALUES (300, 'Fir 7');
-- params: 301, 'Yew 8', null::text
INSERT INTO users (id, address_street, address_city) VALUES (?, ?, ?);
INSERT INTO users (id) VALUES (302);
INSERT INTO users VALUES (303, 'xi', 'xi@x.org', 'Box 9', 'Bari', 'B-9', 30);
SELECT * FROM users ORDER BY id;

-- case: insert of many rows
INSERT INTO users (username, address_street, age) VALUES ('a', 'Fir 7', 1), ('b', NULL, 2), ('c', 'Yew 8', 3);
INSERT INTO users (username, address_street, address_city) VALUES ('d', NULL, NULL), ('e', DEFAULT, 'Bari');
-- params: 'f', 'Box 9', 'g', null::varchar
INSERT INTO users (username, address_street) VALUES (?, ?), (?, ?);
SELECT * FROM users ORDER BY id;

-- case: insert from a query
INSERT INTO users (username, address_street, address_city) SELECT username || '2', address_street, address_city FROM users WHERE id < 6 ORDER BY id;
INSERT INTO users (id, address_postal_code) SELECT id + 400, note FROM orders WHERE id < 4;
INSERT INTO users (id, age, address_city) SELECT g, g, CASE WHEN g % 2 = 0 THEN 'even' END FROM generate_series(500, 503) g;
SELECT id, address_street, address_city, address_postal_code FROM users ORDER BY id;

-- case: insert, default values
INSERT INTO users DEFAULT VALUES;
SELECT * FROM users ORDER BY id;

-- case: insert returning
INSERT INTO users (username, address_street) VALUES ('zoe', 'Fir 7') RETURNING id, address_street;
INSERT INTO users (username, address_city) VALUES ('yan', 'Bonn'), ('xi', NULL) RETURNING *;
INSERT INTO users AS u (username, address_city) VALUES ('wim', 'Gent') RETURNING u.address_city || '!' AS c, u.id;
INSERT INTO users (username) VALUES ('val') RETURNING id, address_street IS NULL;
INSERT INTO users (username, address_city) SELECT 'uwe', 'Ulm' RETURNING new.address_city, old.address_city;

-- case: generated keys
-- keys: *
INSERT INTO users (username, address_street) VALUES ('zoe', 'Fir 7');
-- keys: id
-- params: 'yan', 'Yew 8'
INSERT INTO users (username, address_street) VALUES (?, ?);
-- keys: id,address_street
INSERT INTO users (username, address_street) VALUES ('xi', 'Box 9'), ('wim', NULL);
SELECT id, address_street FROM users ORDER BY id;

-- case: generated keys of a batch
-- batch
-- keys: id
-- params: 'zoe', 'Fir 7'
-- params: 'yan', null::varchar
INSERT INTO users (username, address_street) VALUES (?, ?);
SELECT id, address_street FROM users ORDER BY id;

-- case: batch of inserts
-- batch
-- params: 'zoe', 'Fir 7', 'Bern'
-- params: 'yan', null::varchar, null::text
-- params: 'xi', 'Box 9', null::text
INSERT INTO users (username, address_street, address_city) VALUES (?, ?, ?);
SELECT * FROM users ORDER BY id;

-- case: batch of inserts in autocommit
-- autocommit
-- batch
-- params: 300, 'Fir 7'
-- params: 301, null::varchar
-- params: 302, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?);
SELECT id, address_street FROM users ORDER BY id;

-- case: batch that fails in the middle
-- batch
-- params: 300, 'Fir 7'
-- params: 1, 'Yew 8'
-- params: 302, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?);
SELECT id, address_street FROM users ORDER BY id;

-- case: batch that fails in autocommit
-- autocommit
-- batch
-- params: 300, 'Fir 7'
-- params: 1, 'Yew 8'
-- params: 302, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?);
SELECT id, address_street FROM users ORDER BY id;

-- case: batch of updates
-- batch
-- params: 'Fir 7', 1
-- params: null::varchar, 2
-- params: 'Box 9', 4
-- params: 'Box 9', 99
UPDATE users SET address_street = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: batch of deletes
-- batch
-- params: 5
-- params: 6
-- params: 99
DELETE FROM users WHERE id = ?;
SELECT id FROM users ORDER BY id;

-- case: on conflict do nothing
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7') ON CONFLICT DO NOTHING;
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7'), (300, 'Yew 8') ON CONFLICT (id) DO NOTHING RETURNING id, address_street;
INSERT INTO users (username, address_street) VALUES ('alice', 'Fir 7') ON CONFLICT (username) DO NOTHING;
SELECT id, address_street FROM users ORDER BY id;

-- case: on conflict do update
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
INSERT INTO users (id, address_street) VALUES (4, 'Yew 8') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street, age = 1 RETURNING id, address_street, age;
INSERT INTO users (id, address_city) VALUES (2, 'Bern'), (301, 'Bonn') ON CONFLICT (id) DO UPDATE SET address_city = users.address_city || '+' || excluded.address_city;
INSERT INTO users (username, age, address_city) VALUES ('bob', 9, 'Bari') ON CONFLICT (username) DO UPDATE SET age = excluded.age;
INSERT INTO users (username, address_city) VALUES ('carol', 'Gent') ON CONFLICT (username) DO UPDATE SET address_city = excluded.address_city WHERE users.address_city IS NULL;
-- answers: 42704 ^move-beside/cutover
INSERT INTO users (username, address_city) VALUES ('bob', 'Gent') ON CONFLICT ON CONSTRAINT users_username_key DO UPDATE SET address_city = excluded.address_city WHERE users.address_city IS NULL;
SELECT * FROM users ORDER BY id;

-- case: on conflict, several rows
INSERT INTO users (id, username, address_street) VALUES (300, 'alice', 'Fir 7'), (300, 'zoe', 'Yew 8') ON CONFLICT (username) DO NOTHING;
SELECT id, username, address_street FROM users ORDER BY id;
INSERT INTO users (id, username, address_street) VALUES (301, 'bob', 'Fir 7'), (301, 'yan', 'Yew 8') ON CONFLICT (username) DO UPDATE SET address_street = excluded.address_street;
INSERT INTO users (id, address_street) VALUES (4, 'Box 9'), (302, 'Fir 7'), (302, 'Yew 8') ON CONFLICT (id) DO NOTHING;
INSERT INTO users (id, address_street) VALUES (5, 'Box 9'), (303, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street || '!';
SELECT id, username, address_street FROM users ORDER BY id;

-- case: on conflict, bound
-- params: 1, 'Fir 7', 'Yew 8'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = ?;
-- params: 300, 'Fir 7', 'Yew 8'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = ?;
SELECT id, address_street FROM users ORDER BY id;

-- case: update of a column that moves
UPDATE users SET address_street = 'Fir 7' WHERE id = 1;
UPDATE users SET address_city = 'Bern' WHERE id IN (2, 3, 4);
-- params: 'Box 9', 5
UPDATE users SET address_street = ? WHERE id = ?;
UPDATE users SET address_street = address_street || '!', age = age + 1 WHERE age > 20;
UPDATE users SET address_postal_code = NULL WHERE id = 1;
UPDATE users SET (address_street, address_city) = ('Yew 8', 'Bonn') WHERE id = 6;
UPDATE users SET address_street = DEFAULT WHERE id = 7;
UPDATE users SET address_street = address_city, address_city = address_street WHERE id = 2;
SELECT * FROM users ORDER BY id;

-- case: update of a column that stays
UPDATE users SET age = 99;
UPDATE users SET email = 'new' WHERE address_city = 'Rome';
UPDATE users u SET username = u.username || '+' WHERE u.address_street IS NULL;
UPDATE users SET email = address_city WHERE id < 4 RETURNING id, email, address_street;
SELECT * FROM users ORDER BY id;

-- case: update sought by a column that moves
UPDATE users SET address_street = 'Fir 7' WHERE address_street = 'Oak 2';
UPDATE users SET address_city = 'Bern' WHERE address_city IS NULL AND address_street IS NOT NULL;
-- params: 'Bonn', 'Bern'
UPDATE users SET address_city = ? WHERE address_city = ?;
SELECT * FROM users ORDER BY id;

-- case: update from another table
UPDATE users SET address_street = p.street FROM places p WHERE p.user_id = users.id;
UPDATE users u SET address_city = o.note FROM orders o WHERE o.user_id = u.id AND o.note IS NOT NULL;
UPDATE users u SET age = v.age FROM users v WHERE v.address_city = u.address_city AND v.id > u.id;
UPDATE users u SET address_city = (SELECT max(p.city) FROM places p WHERE p.user_id = u.id);
UPDATE places p SET street = u.address_street FROM users u WHERE u.id = p.user_id;
SELECT * FROM users ORDER BY id;
SELECT * FROM places ORDER BY id;

-- case: update by a subquery's row
UPDATE users SET (address_street, age) = (SELECT p.street, p.id + 100 FROM places p WHERE p.user_id = users.id) WHERE id < 4 RETURNING id, address_street, age;
UPDATE users u SET (address_street, address_city) = (SELECT u.address_city || '!', max(o.note) FROM orders o WHERE o.user_id = u.id);
UPDATE users u SET (email, address_postal_code, username) = (SELECT o.note, u.age, u.username || o.id FROM orders o WHERE o.user_id = u.id ORDER BY o.id DESC LIMIT 1), address_city = 'x' WHERE u.id IN (1, 2, 8);
UPDATE users u SET (age, address_city) = (SELECT p.id, p.city || o.note FROM places p WHERE p.user_id = u.id) FROM orders o WHERE o.user_id = u.id AND o.id IN (2, 3) RETURNING u.id, u.age, u.address_city;
UPDATE users SET (address_street, age) = (SELECT 'one', 7), (email, address_city) = (SELECT 'two', 'three') WHERE id = 5;
-- params: 'Fir 7', 9, 6
UPDATE users SET (address_street, age) = (SELECT ?::text, ?::int) WHERE id = ?;
UPDATE users SET (address_street, address_city) = ROW('Yew 8', age::text) WHERE id = 7;
SELECT * FROM users ORDER BY id;

-- case: update by a subquery's row, wrong
UPDATE users u SET (address_street, age) = (SELECT o.note, 1 FROM orders o WHERE o.user_id = u.id) WHERE u.id = 1;
UPDATE users u SET (address_street, address_city) = (SELECT o.note, 'x' FROM orders o WHERE o.user_id = u.id) WHERE u.id = 1;
UPDATE users u SET (address_postal_code, age) = (SELECT 'more than ten', 1) WHERE u.id = 1;
SELECT * FROM users ORDER BY id;
UPDATE users u SET (address_street, age) = (SELECT 'x') WHERE u.id = 1;

-- case: update returning
UPDATE users SET address_street = 'Fir 7' WHERE id = 1 RETURNING id, address_street, address_city;
UPDATE users SET address_street = 'Yew 8' WHERE id IN (2, 4) RETURNING *;
UPDATE users SET address_city = NULL WHERE id = 3 RETURNING old.address_city, new.address_city, new.address_street;
UPDATE users u SET age = 1 FROM orders o WHERE o.user_id = u.id AND o.id = 3 RETURNING u.address_city, o.total;

-- case: update of the key
UPDATE users SET id = 100 WHERE id = 8;
UPDATE users SET id = id + 200 WHERE id IN (5, 6);
UPDATE users SET id = 300, address_street = 'Fir 7' WHERE id = 7;
UPDATE users SET id = 301, address_street = 'Fir 7' WHERE id = 100;
-- params: 400, 301
UPDATE users SET id = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: update of the key to itself and of nothing
UPDATE users SET id = id;
UPDATE users SET id = 1 WHERE id = 1 AND address_city = 'Paris';
UPDATE users SET id = 700 WHERE id = 99;
UPDATE users SET address_street = 'x' WHERE false;
SELECT * FROM users ORDER BY id;

-- case: update of the key that is referred to or taken
UPDATE users SET id = 100 WHERE id = 1;
UPDATE users SET id = 1 WHERE id = 7;
UPDATE users SET id = NULL WHERE id = 7;
SELECT * FROM users ORDER BY id;

-- case: swap of keys
DELETE FROM orders;
UPDATE users SET id = CASE id WHEN 7 THEN 1007 ELSE 1008 END WHERE id IN (7, 8);
UPDATE users SET id = id - 1000 WHERE id > 1000 RETURNING id, address_street;
SELECT * FROM users ORDER BY id;

-- case: delete
DELETE FROM users WHERE id = 8;
DELETE FROM users WHERE address_city = 'Oslo';
DELETE FROM users WHERE id = 6 RETURNING *;
DELETE FROM users u WHERE u.id = 7 RETURNING u.address_street || '!', u.id;
DELETE FROM users WHERE id = 99;
SELECT * FROM users ORDER BY id;

-- case: delete of all
DELETE FROM orders;
DELETE FROM users;
SELECT * FROM users ORDER BY id;

-- case: delete using another table
DELETE FROM orders;
DELETE FROM users USING places p WHERE p.user_id = users.id AND p.street = users.address_street;
DELETE FROM users u USING places p WHERE p.city = u.address_city RETURNING u.id, u.address_city, p.bio;
DELETE FROM places USING users u WHERE u.id = places.user_id;
SELECT * FROM users ORDER BY id;
SELECT * FROM places ORDER BY id;

-- case: delete of a row that is referred to
DELETE FROM users WHERE id = 1;
DELETE FROM users WHERE id IN (1, 8);
SELECT * FROM users ORDER BY id;

-- case: delete and insert again
DELETE FROM users WHERE id = 7;
INSERT INTO users (id, address_city) VALUES (7, 'Bern');
DELETE FROM users WHERE id = 7;
INSERT INTO users (id) VALUES (7);
SELECT * FROM users ORDER BY id;

-- case: merge
MERGE INTO users u USING (VALUES (1, 'Fir 7'), (4, 'Yew 8'), (300, 'Box 9')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_street = s.v WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (s.k, s.v);
MERGE INTO users u USING places p ON p.user_id = u.id WHEN MATCHED AND p.street = u.address_street THEN UPDATE SET address_city = 'same' WHEN MATCHED THEN DO NOTHING;
SELECT * FROM users ORDER BY id;

-- case: merge that deletes
MERGE INTO users u USING (VALUES (7), (8), (301)) s(k) ON u.id = s.k WHEN MATCHED AND u.address_city IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET address_city = NULL, address_street = NULL, address_postal_code = NULL WHEN NOT MATCHED THEN INSERT (id) VALUES (s.k);
SELECT * FROM users ORDER BY id;

-- case: merge that deletes, and one that inserts again
MERGE INTO users u USING (VALUES (7)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE;
MERGE INTO users u USING (VALUES (7)) s(k) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, age) VALUES (s.k, 3);
MERGE INTO users u USING (VALUES (7, 5)) s(k, a) ON u.id = s.k AND u.age = s.a WHEN NOT MATCHED BY SOURCE AND u.id = 7 THEN DELETE WHEN NOT MATCHED THEN INSERT (id, address_city) VALUES (s.k, 'x');
SELECT * FROM users ORDER BY id;

-- case: merge of columns that stay
MERGE INTO users u USING (VALUES (1, 9), (2, 8)) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET age = s.v;
MERGE INTO places p USING users u ON u.id = p.user_id WHEN MATCHED THEN UPDATE SET street = u.address_street RETURNING p.id, p.street;
SELECT * FROM users ORDER BY id;

-- case: truncate
TRUNCATE users CASCADE;
INSERT INTO users (username, address_city) VALUES ('zoe', 'Bern') RETURNING id > 8;
SELECT username, address_city FROM users;
SELECT count(*) FROM orders;

-- case: truncate, restart identity
TRUNCATE TABLE users RESTART IDENTITY CASCADE;
INSERT INTO users (username, address_city) VALUES ('zoe', 'Bern') RETURNING id, address_city;
SELECT * FROM users ORDER BY id;

-- case: truncate that is refused by the server
TRUNCATE users;
TRUNCATE users RESTRICT;
SELECT count(*) FROM users;

-- case: truncate of both tables
TRUNCATE users, orders RESTART IDENTITY;
INSERT INTO users (address_city) VALUES ('Bern');
SELECT * FROM users;

-- case: writes in with queries
WITH d AS (DELETE FROM users WHERE id = 8 RETURNING *) SELECT id, address_city FROM d;
WITH u AS (UPDATE users SET address_city = 'Bern' WHERE id = 1 RETURNING id, address_city) SELECT * FROM u;
WITH i AS (INSERT INTO users (id, address_street) VALUES (300, 'Fir 7') RETURNING id, address_street) SELECT * FROM i;
WITH s AS (SELECT id FROM users WHERE address_city = 'Rome') UPDATE users SET address_postal_code = 'R' FROM s WHERE s.id = users.id;
SELECT * FROM users ORDER BY id;

-- case: several statements in one text
-- script
INSERT INTO users (id, address_street) VALUES (300, 'Fir 7'); UPDATE users SET address_city = 'Bern' WHERE id = 300; SELECT id, address_city FROM users WHERE id = 300;
\g

-- case: violations of constraints
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7');
INSERT INTO users (username, address_street) VALUES ('alice', 'Fir 7');
INSERT INTO users (id, address_street) VALUES (NULL, 'Fir 7');
INSERT INTO users (id, address_postal_code) VALUES (300, 'more than ten');
UPDATE users SET address_postal_code = 'more than ten' WHERE id = 1;
UPDATE users SET username = 'alice' WHERE id = 2;
UPDATE users SET address_city = 'x', username = 'alice' WHERE id = 2;
-- params: 'more than ten', 4
UPDATE users SET address_postal_code = ? WHERE id = ?;
INSERT INTO users (id, address_city) VALUES (301, 'a'), (301, 'b');
INSERT INTO users (id, address_city) VALUES (1, 'a'), (1, 'b') ON CONFLICT (id) DO UPDATE SET address_city = excluded.address_city;
SELECT * FROM users ORDER BY id;

-- case: violations in autocommit
-- autocommit
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7');
INSERT INTO users (id, address_postal_code) VALUES (300, 'more than ten');
UPDATE users SET address_city = 'x', username = 'alice' WHERE id = 2;
UPDATE users SET address_city = 'x', address_postal_code = 'more than ten' WHERE id IN (2, 4);
DELETE FROM users WHERE id IN (8, 1);
SELECT * FROM users ORDER BY id;

-- case: autocommit
-- autocommit
INSERT INTO users (username, address_street) VALUES ('zoe', 'Fir 7') RETURNING id;
UPDATE users SET address_city = 'Bern' WHERE id IN (1, 4);
UPDATE users SET address_street = NULL, address_city = NULL, address_postal_code = NULL WHERE id = 2;
UPDATE users SET id = 200 WHERE id = 7;
DELETE FROM users WHERE id = 6;
SELECT * FROM users ORDER BY id;

-- case: wrong statements
INSERT INTO users (id, address_stret) VALUES (300, 'x');
INSERT INTO users (id, street) VALUES (300, 'x');
INSERT INTO users (id, address_street, address_street) VALUES (300, 'x', 'y');
INSERT INTO users (id, address_street) VALUES (300);
UPDATE users SET address_street = 'x', address_street = 'y';
UPDATE users SET street = 'x';
UPDATE users SET address_street = 5 + 'x' WHERE id = 1;
DELETE FROM users WHERE address_street = 1;
SELECT count(*) FROM users;

-- case: on conflict, a predicate over what has moved
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street WHERE users.address_city IS NULL;
INSERT INTO users (id, address_street) VALUES (3, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street WHERE users.address_city IS NULL;
INSERT INTO users AS u (id, age, address_street) VALUES (1, 7, 'Fir 7'), (2, 8, 'Yew 8'), (300, 9, 'Box 9') ON CONFLICT (id) DO UPDATE SET age = excluded.age WHERE u.address_street <> excluded.address_street RETURNING *;
INSERT INTO users (id, age) VALUES (2, 9), (4, 10), (8, 11) ON CONFLICT (id) DO UPDATE SET age = excluded.age WHERE users.address_city = 'Rome' OR users.email LIKE 'heidi%' RETURNING id, age, address_city;
INSERT INTO users (id, age, address_city) VALUES (5, 50, 'Bern') ON CONFLICT (id) DO UPDATE SET age = excluded.age WHERE excluded.address_city IS NOT NULL;
SELECT * FROM users ORDER BY id;

-- case: on conflict, columns that stay take what has moved
INSERT INTO users (id) VALUES (1), (2), (4) ON CONFLICT (id) DO UPDATE SET email = users.address_city || '@x.org', age = length(users.address_street);
INSERT INTO users (id, address_city) VALUES (1, 'Bern'), (3, 'Bonn'), (302, 'Bari') ON CONFLICT (id) DO UPDATE SET email = excluded.address_city, address_city = users.email;
INSERT INTO users AS u (username, age, address_street) VALUES ('alice', 3, 'Fir 7'), ('zoe', 4, 'Yew 8'), ('bob', 5, NULL) ON CONFLICT (username) DO UPDATE SET age = excluded.age + u.age, address_street = u.age || coalesce(excluded.address_street, '?') || excluded.age RETURNING id, age, address_street;
INSERT INTO users (id, address_street, address_city) VALUES (2, 'Fir 7', 'Bern') ON CONFLICT (id) DO UPDATE SET (address_street, address_city, email) = (excluded.address_city, users.address_street, users.address_city);
INSERT INTO users (id, age) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET address_city = excluded.email, address_street = excluded.age::text;
SELECT * FROM users ORDER BY id;

-- case: on conflict, what has moved is returned
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7'), (4, 'Yew 8'), (300, NULL), (301, 'Box 9') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street RETURNING *;
INSERT INTO users (id, address_city) VALUES (1, 'Bern'), (302, 'Bonn'), (5, NULL) ON CONFLICT (id) DO UPDATE SET age = 1 RETURNING id, address_street, address_city || '!', age;
INSERT INTO users (id, address_city) VALUES (1, 'Bern'), (303, 'Bonn') ON CONFLICT (id) DO UPDATE SET address_city = NULL, address_street = NULL, address_postal_code = NULL RETURNING users;
INSERT INTO users (username, address_city) VALUES (NULL, 'Bern'), (NULL, 'Bonn'), ('bob', 'Bari') ON CONFLICT (username) DO UPDATE SET address_city = excluded.address_city RETURNING id, username, address_city, coalesce(address_street, address_city);
-- keys: *
INSERT INTO users (id, address_street) VALUES (2, 'Fir 7'), (304, 'Yew 8') ON CONFLICT (id) DO UPDATE SET address_street = users.address_street || excluded.address_street;
-- keys: address_city, id
INSERT INTO users (id, address_street) VALUES (2, 'Fir 7'), (305, 'Yew 8') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
SELECT * FROM users ORDER BY id;

-- case: on conflict, bound with what has moved
-- params: 1, 'Fir 7', 'x', 'Elm 1'
-- params: 2, 'Yew 8', 'y', 'Elm 1'
-- params: 306, 'Box 9', 'z', 'Elm 1'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = users.address_street || ?, email = users.address_street WHERE users.address_street = ? RETURNING *;
-- batch
-- params: 1, 'Fir 7', 9
-- params: 307, 'Yew 8', 10
-- params: 307, 'Box 9', 11
INSERT INTO users (id, address_street, age) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET age = users.age + excluded.age, email = users.address_street, address_street = users.age::text;
-- params: 'alice', 'Bern'
-- params: 'zoe', 'Bonn'
INSERT INTO users (username, address_city) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET address_city = (SELECT max(address_city) FROM users u WHERE u.id > users.id);
SELECT * FROM users ORDER BY id;

-- case: on conflict, what fails with what has moved
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7') ON CONFLICT (id) DO UPDATE SET age = 1 / (length(users.address_street) - 5);
INSERT INTO users (id, username, address_street) VALUES (300, 'zoe', 'Fir 7'), (1, 'x', 'Yew 8') ON CONFLICT (id) DO UPDATE SET username = 'bob', address_street = 'x' RETURNING *;
INSERT INTO users (id, address_street) VALUES (1, 'a'), (1, 'b') ON CONFLICT (id) DO UPDATE SET age = 3 WHERE users.address_city IS NOT NULL;
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = address_city;
INSERT INTO users (id, address_street) VALUES (1, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = excluded.nothing;
SELECT * FROM users ORDER BY id;

-- case: on conflict, several rows by another key
INSERT INTO users (username, address_street) VALUES ('alice', 'Fir 7'), ('zoe', 'Yew 8'), (NULL, 'Box 9'), (NULL, 'Fir 7') ON CONFLICT (username) DO UPDATE SET address_street = excluded.address_street;
INSERT INTO users (id, username, address_street) VALUES (310, 'bob', 'Fir 7'), (311, 'bob', 'Yew 8'), (312, 'yan', 'Box 9') ON CONFLICT (username) DO NOTHING RETURNING id, address_street;
INSERT INTO users (id, username, address_street) VALUES (313, 'wu', 'Fir 7'), (314, 'wu', 'Yew 8') ON CONFLICT (username) DO NOTHING;
INSERT INTO users (username, address_city) SELECT username, 'Bern' || id FROM users WHERE id < 4 ON CONFLICT (username) DO UPDATE SET address_city = users.address_city || excluded.address_city;
SELECT * FROM users ORDER BY id;

-- case: on conflict, several rows and any conflict
INSERT INTO users (username, address_street) VALUES ('alice', 'Fir 7'), ('zoe', 'Yew 8'), (NULL, 'Box 9'), (NULL, 'Fir 7') ON CONFLICT DO NOTHING;
INSERT INTO users (id, username, address_street) VALUES (1, 'yan', 'Fir 7'), (320, 'bob', 'Yew 8'), (321, 'xi', 'Box 9') ON CONFLICT DO NOTHING RETURNING id, address_street;
INSERT INTO users (id, address_street) SELECT id + 300, address_street || '!' FROM users WHERE id < 4 ON CONFLICT DO NOTHING;
-- params: 322, 'Fir 7', 1, 'Yew 8'
INSERT INTO users (id, address_street) VALUES (?, ?), (?, ?) ON CONFLICT DO NOTHING;
SELECT * FROM users ORDER BY id;
-- refused: contract
INSERT INTO users (id, username, address_street) VALUES (323, 'alice', 'Fir 7'), (323, 'vic', 'Yew 8') ON CONFLICT DO NOTHING;
SELECT * FROM users WHERE id < 323 ORDER BY id;

-- case: on conflict, what is wrong with a row that is left out
-- batch
-- params: 'yan', '1'
-- params: 'bob', '2'
-- params: 'yan', '3'
INSERT INTO users (username, address_postal_code) VALUES (?, ?) ON CONFLICT (username) DO NOTHING;
INSERT INTO users (id, address_postal_code) VALUES (1, 'more than ten characters') ON CONFLICT (id) DO NOTHING;
INSERT INTO users (id, address_postal_code) VALUES (1, 'more than ten characters') ON CONFLICT (id) DO UPDATE SET age = 1 WHERE users.age = 3;
INSERT INTO users (id, address_city) SELECT id, (1 / (id - 3))::text FROM users ORDER BY id ON CONFLICT DO NOTHING;
-- batch
-- params: 300, '1'
-- params: 2, 'more than ten characters'
INSERT INTO users (id, address_postal_code) VALUES (?, ?) ON CONFLICT (id) DO NOTHING;
-- batch
-- params: 'zoe', '1'
-- params: 'bob', 'more than ten characters'
INSERT INTO users (username, address_postal_code) VALUES (?, ?) ON CONFLICT (username) DO NOTHING;
SELECT * FROM users ORDER BY id;
