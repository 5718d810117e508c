-- Batches of writes to a table of which columns move to another table.

-- case: all keys of inserts
-- batch
-- keys: *
-- ordered
-- params: 'zoe', 'Fir 7', 'Bern'
-- params: 'yan', null::varchar, null::text
-- params: 'xi', 'Box 9', null::text
INSERT INTO users (username, address_street, address_city) VALUES (?, ?, ?);
SELECT * FROM users ORDER BY id;

-- case: named keys of inserts
-- batch
-- keys: id
-- ordered
-- params: 'zoe', 'Fir 7'
-- params: 'yan', null::varchar
INSERT INTO users (username, address_street) VALUES (?, ?);
-- batch
-- keys: address_street,id
-- ordered
-- params: 300, 'Fir 7'
-- params: 301, null::varchar
INSERT INTO users (id, address_street) VALUES (?, ?);
-- batch
-- keys: id, username
-- ordered
-- params: 'one row'
INSERT INTO users (username) VALUES (?);
SELECT id, address_street FROM users ORDER BY id;

-- case: keys in autocommit
-- autocommit
-- batch
-- keys: *
-- ordered
-- params: 'zoe', 'Fir 7'
-- params: 'yan', null::varchar
-- params: 'xi', 'Box 9'
INSERT INTO users (username, address_street) VALUES (?, ?);
-- batch
-- keys: id
-- ordered
-- params: 'Fir 7', 1
-- params: 'Box 9', 99
-- params: null::varchar, 2
UPDATE users SET address_street = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: keys of updates
-- batch
-- keys: *
-- params: 'Fir 7', 1
-- params: null::varchar, 2
-- params: 'Box 9', 99
-- params: 'Box 9', 4
UPDATE users SET address_street = ? WHERE id = ?;
-- batch
-- keys: id,address_city
-- params: 'Bern', 20
-- params: 'Bonn', 50
UPDATE users SET address_city = ? WHERE age > ?;
-- batch
-- keys: id
-- params: 'Bern', 99
-- params: 'Bonn', 98
UPDATE users SET address_city = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: keys of deletes
-- batch
-- keys: id
-- params: 5
-- params: 99
-- params: 6
DELETE FROM users WHERE id = ?;
-- batch
-- keys: *
-- params: 7
-- params: 8
DELETE FROM users WHERE id = ?;
SELECT id FROM users ORDER BY id;

-- case: rows that are given back
-- batch
-- params: 'zoe', 'Fir 7'
-- params: 'yan', null::varchar
INSERT INTO users (username, address_street) VALUES (?, ?) RETURNING id;
-- batch
-- params: 'Yew 8', 1
-- params: 'Yew 8', 2
UPDATE users SET address_street = ? WHERE id = ? RETURNING id, address_street;
-- batch
-- params: 7
-- params: 8
DELETE FROM users WHERE id = ? RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: deletes with subqueries
-- batch
-- params: 5
-- params: 6
-- params: 5
DELETE FROM users WHERE id = (SELECT max(id) FROM users) AND id > ?;
SELECT id FROM users ORDER BY id;
-- batch
-- params: 4, 'x'
-- params: 3, 'nobody'
DELETE FROM users WHERE id > ? AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = users.id AND o.note = ?);
SELECT id FROM users ORDER BY id;

-- case: deletes by what moves
-- batch
-- params: 'Oslo'
-- params: 'Gent'
-- params: ''
DELETE FROM users WHERE address_city = ?;
-- batch
-- params: 7
-- params: 7
DELETE FROM users WHERE id = ? AND address_street IS NOT NULL;
-- batch
-- params: 'nobody'
DELETE FROM users u USING places p WHERE p.user_id = u.id AND u.id > 2 AND p.bio = ?;
SELECT id FROM users ORDER BY id;

-- case: one key twice
-- batch
-- params: 'Fir 7', 1
-- params: 'Yew 8', 1
-- params: null::varchar, 2
-- params: 'Box 9', 2
-- params: 'Box 9', 4
-- params: null::varchar, 4
UPDATE users SET address_street = ? WHERE id = ?;
-- batch
-- params: '!', 1
-- params: '?', 1
-- params: '.', 3
UPDATE users SET address_street = address_street || ? WHERE id = ?;
-- batch
-- params: 5
-- params: 5
DELETE FROM users WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: rows that depend on others
-- batch
-- params: 'Fir 7', 'Elm 1'
-- params: 'Yew 8', 'Fir 7'
-- params: 'Box 9', 'Oak 2'
UPDATE users SET address_street = ? WHERE address_street = ?;
-- batch
-- params: 1, 25
-- params: 1, 26
UPDATE users SET age = age + ?, address_city = address_city || '+' WHERE age = ?;
-- batch
-- params: 'Ulm'
-- params: 'Bern'
UPDATE users SET address_city = ? WHERE id = (SELECT min(id) FROM users WHERE address_city IS NULL);
SELECT * FROM users ORDER BY id;

-- case: upserts
-- batch
-- params: 1, 'Fir 7'
-- params: 300, 'Yew 8'
-- params: 4, null::varchar
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
-- batch
-- params: 2, 'Fir 7'
-- params: 301, 'Yew 8'
-- params: 301, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO NOTHING;
-- batch
-- params: 3, 'Bern', 'a'
-- params: 302, 'Bonn', 'b'
-- params: 302, 'Bari', 'c'
INSERT INTO users (id, address_city) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_city = users.address_city || ?;
-- batch
-- params: 5, 'Bern', 9
-- params: 303, 'Bonn', 8
-- params: 304, null::text, 7
INSERT INTO users (id, address_city, age) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET age = excluded.age, address_city = coalesce(excluded.address_city, users.address_city);
SELECT * FROM users ORDER BY id;

-- case: whole upserts
-- batch
-- params: 1, 'Fir 7', 'Bern', '1', 11
-- params: 300, 'Yew 8', 'Bonn', '2', 12
-- params: 4, null::varchar, null::text, null::varchar, 13
-- params: 301, null::varchar, null::text, null::varchar, 14
-- params: 2, null::varchar, null::text, null::varchar, 15
-- params: 302, 'Box 9', null::text, null::varchar, 16
INSERT INTO users (id, address_street, address_city, address_postal_code, age) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street, address_city = excluded.address_city, address_postal_code = excluded.address_postal_code, age = excluded.age;
SELECT * FROM users ORDER BY id;
-- batch
-- params: 1, 'Fir 7', 'Bern', '1'
-- params: 303, 'Yew 8', 'Bonn', '2'
-- params: 1, null::varchar, null::text, null::varchar
-- params: 303, 'Box 9', 'Bern', null::varchar
-- params: 1, 'Box 9', 'Bari', '3'
INSERT INTO users AS u (id, address_street, address_city, address_postal_code) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street, address_city = excluded.address_city, address_postal_code = excluded.address_postal_code;
SELECT * FROM users ORDER BY id;

-- case: whole upserts that fail
-- batch
-- params: 300, 'Yew 8', 'Bonn', '2', 'zoe'
-- params: 3, 'Fir 7', 'more than ten', 'more than ten', 'yan'
-- params: 301, 'Box 9', 'Bern', '3', 'xi'
INSERT INTO users (id, address_street, address_city, address_postal_code, username) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street, address_city = excluded.address_city, address_postal_code = excluded.address_postal_code;
-- batch
-- params: 300, 'Yew 8', 'Bonn', '2', 'zoe'
-- params: 301, 'Box 9', 'Bern', '3', 'alice'
-- params: 3, 'Fir 7', 'Bari', 'more than ten', 'yan'
INSERT INTO users (id, address_street, address_city, address_postal_code, username) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street, address_city = excluded.address_city, address_postal_code = excluded.address_postal_code;
SELECT * FROM users ORDER BY id;

-- case: upserts by another key
-- batch
-- params: 'alice', 'Bern', 5
-- params: 'zoe', 'Bonn', 6
-- params: 'bob', null::text, 7
-- params: 'yan', null::text, 9
INSERT INTO users (username, address_city, age) VALUES (?, ?, ?) ON CONFLICT (username) DO UPDATE SET address_city = excluded.address_city, age = excluded.age;
-- batch
-- params: 'alice', 'Bern', 'a@x.org'
-- params: 'vic', 'more than ten characters', 'v@x.org'
INSERT INTO users (username, address_postal_code, email) VALUES (?, ?, ?) ON CONFLICT (username) DO UPDATE SET email = excluded.email;
SELECT * FROM users ORDER BY id;

-- case: upserts by another key, one twice
-- batch
-- repeats
-- params: 'alice', 'Bern', 5
-- params: 'zoe', 'Bonn', 6
-- params: 'bob', null::text, 7
-- params: 'zoe', 'Bari', 8
-- params: 'yan', null::text, 9
INSERT INTO users (username, address_city, age) VALUES (?, ?, ?) ON CONFLICT (username) DO UPDATE SET address_city = excluded.address_city, age = excluded.age;
-- batch
-- params: 'alice', 'Bern'
-- params: 'xi', 'Bonn'
-- params: 'xi', 'Bari'
INSERT INTO users (username, address_city) VALUES (?, upper(?)) ON CONFLICT (username) DO UPDATE SET address_city = coalesce(users.address_city || ', ', '') || excluded.address_city;
-- batch
-- params: 'alice', 'Bern'
-- params: 'wu', 'Bonn'
-- params: 'wu', 'Bari'
INSERT INTO users (username, address_city) VALUES (?, ?) ON CONFLICT (username) DO NOTHING;
SELECT * FROM users ORDER BY id;

-- case: all keys of upserts
-- stages: !contract
-- batch
-- keys: *
-- ordered
-- params: 1, 'Fir 7'
-- params: 300, 'Yew 8'
-- params: 300, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
SELECT * FROM users ORDER BY id;

-- case: keys of upserts
-- batch
-- keys: id,username
-- ordered
-- params: 1, 'Fir 7'
-- params: 300, 'Yew 8'
-- params: 300, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
-- batch
-- keys: id
-- ordered
-- params: 'alice', 'Bern'
-- params: 'zoe', 'Bonn'
-- params: 'zoe', 'Bari'
INSERT INTO users (username, address_city) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET address_city = excluded.address_city;
-- batch
-- keys: id
-- ordered
-- params: 1, 'Fir 7'
-- params: 301, 'Yew 8'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO NOTHING;
SELECT * FROM users ORDER BY id;

-- case: upserts in autocommit
-- autocommit
-- batch
-- keys: id
-- params: 1, 'Fir 7'
-- params: 300, 'Yew 8'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
-- batch
-- params: 300, 'Fir 7'
-- params: 301, 'more than sixty characters, which is more than the column can hold, by far'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
SELECT * FROM users ORDER BY id;

-- case: inserts of queries
-- batch
-- params: '2', 3
-- params: '3', 4
INSERT INTO users (username, address_street, address_city) SELECT username || ?, address_street, address_city FROM users WHERE id < ? ORDER BY id;
-- batch
-- keys: id
-- params: '4', 2
-- params: '5', 1
INSERT INTO users (username, address_street) SELECT username || ?, address_street FROM users WHERE id < ? ORDER BY id;
SELECT * FROM users ORDER BY id;

-- case: many rows in one
-- batch
-- keys: id,username
-- ordered
-- params: 'zoe', 'yan'
-- params: 'xi', 'wim'
INSERT INTO users (username, address_street) VALUES (?, 'Fir 7'), (?, NULL);
SELECT * FROM users ORDER BY id;

-- case: odd numbers of inserts
-- batch
-- params: 300, 'Fir 7'
INSERT INTO users (id, address_street) VALUES (?, ?);
-- batch
-- params: 301, 'Fir 7'
-- params: 302, null::varchar
-- params: 303, 'Box 9'
-- params: 304, 'Yew 8'
-- params: 305, null::varchar
INSERT INTO users (id, address_street) VALUES (?, ?);
-- batch
-- params: 'Fir 7'
-- params: null::varchar
-- params: 'Box 9'
INSERT INTO users (address_street) VALUES (?);
-- batch
-- params: 306, 'Bonn'
-- params: 1, 'Bern'
-- params: 307, 'Bari'
INSERT INTO users (id, address_city) VALUES (?, ?) ON CONFLICT DO NOTHING;
-- batch
-- params: 306, 'Bonn'
-- params: 1, 'Bern'
-- params: 308, 'Bari'
INSERT INTO users (id, address_city) VALUES (?, ?) ON CONFLICT (id) DO NOTHING;
SELECT * FROM users ORDER BY id;

-- case: failures
-- batch
-- keys: id
-- params: 300, 'Fir 7'
-- params: 1, 'Yew 8'
-- params: 302, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?);
-- batch
-- params: 300, 'Fir 7'
-- params: 301, 'more than sixty characters, which is more than the column can hold, by far'
INSERT INTO users (id, address_street) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
-- batch
-- params: 'Fir 7', 1
-- params: 'more than sixty characters, which is more than the column can hold, by far', 2
-- params: 'Yew 8', 3
UPDATE users SET address_street = ? WHERE id = ?;
-- batch
-- params: 8
-- params: 1
-- params: 7
DELETE FROM users WHERE id = ?;
-- batch
-- params: 0, 'Fir 7'
-- params: 1, 'Yew 8'
UPDATE users SET age = 1 / ?, address_street = ? WHERE id = 1;
SELECT * FROM users ORDER BY id;

-- case: failures in autocommit
-- autocommit
-- batch
-- keys: id
-- params: 300, 'Fir 7'
-- params: 1, 'Yew 8'
-- params: 302, 'Box 9'
INSERT INTO users (id, address_street) VALUES (?, ?);
-- batch
-- params: 'Fir 7', 1
-- params: 'more than sixty characters, which is more than the column can hold, by far', 2
UPDATE users SET address_street = ? WHERE id = ?;
-- batch
-- params: 8
-- params: 1
DELETE FROM users WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: nothing in it
-- batch
INSERT INTO users (address_street) VALUES ('Fir 7');
-- batch
-- keys: *
UPDATE users SET address_street = 'Fir 7' WHERE id = 1;
-- batch
DELETE FROM users WHERE id = 7;
SELECT id, address_street FROM users ORDER BY id;

-- case: texts
-- texts
-- batch
INSERT INTO users (id, address_street) VALUES (300, 'Fir 7'), (301, NULL)
UPDATE users SET address_city = 'Bern' WHERE id IN (1, 300)
UPDATE orders SET note = 'Fir 7' WHERE id = 1
DELETE FROM users WHERE id = 7
INSERT INTO users (username, address_street) VALUES ('zoe', 'Yew 8');
SELECT * FROM users ORDER BY id;
SELECT * FROM orders ORDER BY id;

-- case: texts in autocommit
-- autocommit
-- texts
-- batch
INSERT INTO users (id, address_street) VALUES (300, 'Fir 7')
UPDATE users SET address_street = address_street || '!' WHERE id IN (1, 300)
INSERT INTO users (id, address_street) VALUES (300, 'Box 9') ON CONFLICT (id) DO UPDATE SET address_street = users.address_street || excluded.address_street
DELETE FROM users WHERE id = 8 OR address_city = 'Oslo';
-- texts
-- batch
UPDATE users SET address_street = 'Fir 7' WHERE id = 2
UPDATE orders SET note = 'Fir 7' WHERE id = 1
INSERT INTO users (id) VALUES (1);
SELECT * FROM users ORDER BY id;
SELECT * FROM orders ORDER BY id;

-- case: texts that give rows, and that fail
-- texts
-- batch
INSERT INTO users (id, address_street) VALUES (300, 'Fir 7') RETURNING id
UPDATE users SET address_city = 'Bern' WHERE id < 3 RETURNING *
SELECT 1
DELETE FROM users WHERE id = 7 RETURNING address_street
UPDATE orders SET note = 'x' WHERE id = 1 RETURNING id;
-- texts
-- batch
UPDATE users SET address_city = 'Bern' WHERE id = 3
SELECT 1 / 0
DELETE FROM users WHERE id = 8;
SELECT * FROM users ORDER BY id;

-- case: texts that change names
-- stages: !expand
-- fresh
-- texts
-- batch
UPDATE users SET address_city = 'Bern' WHERE id = 1
CREATE TEMPORARY TABLE made (id int)
INSERT INTO made VALUES (1), (2)
UPDATE users SET address_city = 'Bonn' WHERE id IN (SELECT id FROM made)
SET LOCAL search_path = public
DELETE FROM users WHERE id = 7;
SELECT * FROM users ORDER BY id;
