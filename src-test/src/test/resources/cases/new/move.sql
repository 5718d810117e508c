-- The new application, which knows the new table; the plain side is the finished schema.

-- case: stars
SELECT * FROM users ORDER BY id;
SELECT * FROM addresses ORDER BY user_id;
SELECT u.*, a.* FROM users u LEFT JOIN addresses a ON a.user_id = u.id ORDER BY u.id;
SELECT row_to_json(a) FROM addresses a ORDER BY user_id;
TABLE addresses;

-- case: read
SELECT user_id, street FROM addresses ORDER BY user_id;
SELECT a.city AS v FROM addresses a WHERE a.user_id = 1;
SELECT user_id FROM addresses WHERE street = 'Oak 2' ORDER BY user_id;
SELECT user_id FROM addresses WHERE city IS NULL ORDER BY user_id;
SELECT user_id FROM addresses WHERE NOT (city = 'Rome') ORDER BY user_id;
SELECT user_id, city FROM addresses ORDER BY city, user_id;
SELECT city, count(*) FROM addresses GROUP BY city ORDER BY city;
SELECT DISTINCT city FROM addresses ORDER BY 1;
SELECT user_id, street, count(*) FROM addresses GROUP BY user_id ORDER BY user_id;
SELECT u.username, a.city FROM users u JOIN addresses a ON a.user_id = u.id ORDER BY u.id;
SELECT u.id FROM users u WHERE NOT EXISTS (SELECT FROM addresses a WHERE a.user_id = u.id) ORDER BY u.id;
SELECT count(*) FROM addresses;
-- params: 'Rome'
SELECT user_id FROM addresses WHERE city = ? ORDER BY user_id;

-- case: insert
INSERT INTO addresses (user_id, street) VALUES (4, 'Fir 7');
-- params: 8, 'Yew 8', 'Bern'
INSERT INTO addresses (user_id, street, city) VALUES (?, ?, ?);
INSERT INTO users (id, username) VALUES (300, 'zoe');
INSERT INTO addresses VALUES (300, 'Box 9', 'Bonn', 'B') RETURNING *;
SELECT * FROM addresses ORDER BY user_id;
SELECT * FROM users ORDER BY id;

-- case: insert from a query, many rows
INSERT INTO users (id, username) VALUES (300, 'zoe'), (301, 'yan'), (302, 'xi');
INSERT INTO addresses (user_id, city) SELECT id, 'Bern' FROM users WHERE id >= 301;
INSERT INTO addresses (user_id, city) VALUES (4, 'a'), (8, 'b');
SELECT * FROM addresses ORDER BY user_id;

-- case: update
UPDATE addresses SET street = 'Fir 7' WHERE user_id = 1;
-- params: 'Yew 8', 2
UPDATE addresses SET street = ? WHERE user_id = ?;
UPDATE addresses SET city = 'Bonn' WHERE city = 'Rome' RETURNING user_id, city;
UPDATE addresses a SET postal_code = u.age FROM users u WHERE u.id = a.user_id;
UPDATE users SET age = 3 WHERE id = 4;
UPDATE users u SET email = a.city FROM addresses a WHERE a.user_id = u.id;
SELECT * FROM addresses ORDER BY user_id;
SELECT * FROM users ORDER BY id;

-- case: delete
DELETE FROM addresses WHERE user_id = 1;
DELETE FROM addresses WHERE city = 'Rome' RETURNING *;
DELETE FROM addresses a USING users u WHERE u.id = a.user_id AND u.age = 33;
SELECT * FROM addresses ORDER BY user_id;
SELECT * FROM users ORDER BY id;

-- case: delete of the old table's row
DELETE FROM users WHERE id = 8;
DELETE FROM addresses WHERE user_id = 7;
DELETE FROM users WHERE id = 7;
SELECT * FROM users ORDER BY id;
SELECT * FROM addresses ORDER BY user_id;

-- case: upsert and merge
INSERT INTO addresses (user_id, street) VALUES (1, 'Fir 7') ON CONFLICT (user_id) DO UPDATE SET street = excluded.street;
INSERT INTO addresses (user_id, street) VALUES (2, 'Fir 7'), (8, 'Yew 8') ON CONFLICT DO NOTHING;
MERGE INTO addresses a USING (VALUES (2), (4)) s(k) ON a.user_id = s.k WHEN MATCHED THEN UPDATE SET street = 'Box 9' WHEN NOT MATCHED THEN INSERT (user_id, street) VALUES (s.k, 'Fir 7');
SELECT * FROM addresses ORDER BY user_id;

-- case: batch and keys
-- batch
-- params: 4, 'Fir 7'
-- params: 8, 'Yew 8'
INSERT INTO addresses (user_id, street) VALUES (?, ?);
-- keys: *
INSERT INTO users (username) VALUES ('zoe');
SELECT * FROM addresses ORDER BY user_id;

-- case: violations
INSERT INTO addresses (user_id, street) VALUES (1, 'Fir 7');
-- answers: XF003 half
INSERT INTO addresses (user_id, street) VALUES (99, 'Fir 7');
INSERT INTO addresses (user_id, postal_code) VALUES (4, 'more than ten');
UPDATE addresses SET user_id = 99 WHERE user_id = 1;
DELETE FROM users WHERE id = 3;
SELECT * FROM addresses ORDER BY user_id;

-- case: autocommit
-- autocommit
INSERT INTO addresses (user_id, street) VALUES (4, 'Fir 7');
UPDATE addresses SET city = 'Bern' WHERE user_id IN (1, 2);
DELETE FROM addresses WHERE user_id = 3;
SELECT * FROM addresses ORDER BY user_id;

-- case: update of rows that are found by what has moved
UPDATE addresses SET city = upper(city) WHERE street LIKE '% 1' OR city = 'Oslo' RETURNING user_id, street, city;
-- params: 'Rome', 'Oak 2'
UPDATE addresses a SET city = ? WHERE a.street = ?;
-- params: 'Bern'
UPDATE addresses SET city = city || ?;
UPDATE addresses SET street = street || '!' FROM users u WHERE u.id = addresses.user_id AND u.age > 30;
UPDATE addresses SET city = (SELECT max(city) FROM addresses) WHERE city IN (SELECT a.city FROM addresses a WHERE a.street IS NULL) RETURNING *;
WITH some AS (SELECT user_id FROM addresses WHERE postal_code IS NOT NULL) UPDATE addresses SET postal_code = user_id::text WHERE user_id IN (SELECT user_id FROM some);
SELECT * FROM addresses ORDER BY user_id;

-- case: update of rows that are found, in batches
-- batch
-- params: 'Bern', 'Rome'
-- params: 'Bonn', 'Bern'
-- params: 'Bari', 'nowhere'
UPDATE addresses SET city = ? WHERE city = ?;
-- batch
-- params: 'Oak 2'
-- params: 'Oak 2'
-- params: ''
DELETE FROM addresses WHERE street = ?;
SELECT * FROM addresses ORDER BY user_id;

-- case: delete of rows that are found by what has moved
DELETE FROM addresses WHERE city = 'Oslo' RETURNING *;
DELETE FROM addresses a USING users u WHERE u.id = a.user_id AND u.age < 30 AND a.city = 'Rome';
-- params: 'Elm 1'
DELETE FROM addresses WHERE street = ? AND NOT EXISTS (SELECT FROM users WHERE age > 100);
SELECT * FROM addresses ORDER BY user_id;
DELETE FROM addresses;
SELECT * FROM addresses ORDER BY user_id;

-- case: rows that are found, and mistakes
UPDATE addresses SET city = nothing WHERE city = 'Rome';
UPDATE addresses SET city = 'x' WHERE nothing = 'Rome';
UPDATE addresses SET city = 1 / (length(city) - 4) WHERE street IS NOT NULL;
DELETE FROM addresses WHERE city = 1 / 0;
SELECT * FROM addresses ORDER BY user_id;

-- case: insert of a query's rows
INSERT INTO addresses (user_id, street) SELECT id, 'Fir ' || id FROM users u WHERE NOT EXISTS (SELECT FROM addresses a WHERE a.user_id = u.id);
SELECT * FROM addresses ORDER BY user_id;
DELETE FROM addresses WHERE user_id > 3;
INSERT INTO addresses SELECT user_id + 3, street, city, postal_code FROM addresses WHERE user_id < 4 RETURNING user_id, city;
-- params: 'Yew 8', 6
INSERT INTO addresses (street, user_id) SELECT ?, id FROM users WHERE id > ? ON CONFLICT DO NOTHING;
INSERT INTO addresses (user_id, city) SELECT id, 'Bern' FROM users WHERE id < 6 ON CONFLICT (user_id) DO UPDATE SET city = addresses.city || excluded.city RETURNING *;
INSERT INTO addresses (user_id, city) VALUES ((SELECT 4 + 4), 'Bonn') ON CONFLICT (user_id) DO UPDATE SET street = excluded.city;
SELECT * FROM addresses ORDER BY user_id;

-- case: insert of a query's rows, and mistakes
INSERT INTO addresses (user_id, street) SELECT id, 'Fir' FROM users WHERE id < 3;
-- answers: XF003 half
INSERT INTO addresses (user_id, street) SELECT id + 100, 'Fir' FROM users WHERE id < 3;
INSERT INTO addresses (user_id, street) SELECT NULL, 'Fir' FROM users WHERE id < 3;
INSERT INTO addresses (user_id, street) SELECT nothing, 'Fir' FROM users WHERE id < 3;
SELECT * FROM addresses ORDER BY user_id;

-- case: merge by the key
MERGE INTO addresses a USING users u ON a.user_id = u.id WHEN MATCHED AND u.age > 30 THEN UPDATE SET city = a.city || '+' WHEN NOT MATCHED AND u.age > 50 THEN INSERT (user_id, street) VALUES (u.id, 'Fir 7');
-- params: 2, 'Bern'
-- params: 8, 'Bonn'
MERGE INTO addresses USING (VALUES (?::int, ?)) s(k, c) ON addresses.user_id = s.k WHEN MATCHED THEN UPDATE SET city = s.c WHEN NOT MATCHED THEN INSERT (user_id, city) VALUES (s.k, s.c);
MERGE INTO addresses a USING (SELECT id FROM users WHERE age = 25) u ON u.id = a.user_id AND a.city IS NOT NULL WHEN MATCHED AND a.street = 'Oak 2' THEN DELETE WHEN MATCHED THEN DO NOTHING;
SELECT * FROM addresses ORDER BY user_id;

-- case: merge by the key, and mistakes
-- answers: XF003 half
MERGE INTO addresses a USING (VALUES (4), (99)) s(k) ON a.user_id = s.k WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (user_id, city) VALUES (s.k, 'x');
MERGE INTO addresses a USING (VALUES (1), (1)) s(k) ON a.user_id = s.k WHEN MATCHED THEN UPDATE SET city = 'x';
MERGE INTO addresses a USING users u ON a.user_id = u.id WHEN MATCHED THEN UPDATE SET nothing = 1;
SELECT * FROM addresses ORDER BY user_id;
