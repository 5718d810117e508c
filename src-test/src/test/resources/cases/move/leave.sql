-- Rows that stop being present leave the new table, and rows that become present enter it.

-- case: leave
UPDATE users SET address_street = NULL, address_city = NULL, address_postal_code = NULL WHERE id = 1;
SELECT * FROM users ORDER BY id;
UPDATE users SET address_city = NULL WHERE id = 5;
SELECT * FROM users ORDER BY id;

-- case: leave, column by column
UPDATE users SET address_street = NULL WHERE id = 1;
UPDATE users SET address_city = NULL WHERE id = 1;
UPDATE users SET address_postal_code = NULL WHERE id = 1;
SELECT * FROM users ORDER BY id;

-- case: enter
UPDATE users SET address_street = 'Fir 7' WHERE id = 4;
UPDATE users SET address_city = 'Bern' WHERE id IN (4, 8);
SELECT * FROM users ORDER BY id;

-- case: leave and enter at once
UPDATE users SET address_street = CASE WHEN address_street IS NULL THEN 'Fir 7' END, address_city = NULL, address_postal_code = NULL;
SELECT * FROM users ORDER BY id;

-- case: leave and enter again
UPDATE users SET address_city = NULL WHERE id = 5;
UPDATE users SET address_city = 'Bern' WHERE id = 5;
UPDATE users SET address_city = NULL WHERE id = 5 RETURNING id, address_city;
UPDATE users SET address_postal_code = '1' WHERE id = 5 RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: leave in an upsert
INSERT INTO users (id, address_street) VALUES (2, NULL) ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street, address_city = NULL, address_postal_code = NULL;
INSERT INTO users (id) VALUES (5) ON CONFLICT (id) DO UPDATE SET address_city = NULL;
INSERT INTO users (id, address_street) VALUES (4, 'Fir 7') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
SELECT * FROM users ORDER BY id;

-- case: leave with a value that is bound
-- params: null::text, 5
UPDATE users SET address_city = ? WHERE id = ?;
-- params: 'Bern', 8
-- params: null::text, 8
-- params: 'Bonn', 8
UPDATE users SET address_city = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: batch of leaves and enters
-- batch
-- params: null::text, 5
-- params: 'Bern', 4
-- params: 'Bern', 8
-- params: null::text, 8
UPDATE users SET address_city = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: leave and change the key
UPDATE users SET id = 205, address_city = NULL WHERE id = 5;
UPDATE users SET id = 204, address_city = 'Bern' WHERE id = 8;
SELECT * FROM users ORDER BY id;

-- case: leave in autocommit
-- autocommit
UPDATE users SET address_city = NULL WHERE id = 5;
UPDATE users SET address_city = 'Bern' WHERE id = 8;
-- params: null::varchar, null::text, null::varchar, 1
UPDATE users SET address_street = ?, address_city = ?, address_postal_code = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: an empty text is there
UPDATE users SET address_street = '', address_city = NULL, address_postal_code = NULL WHERE id = 1;
SELECT id, address_street IS NULL, address_street FROM users ORDER BY id;

-- case: rolled back
SAVEPOINT one;
UPDATE users SET address_city = NULL WHERE id = 5;
INSERT INTO users (id, address_city) VALUES (300, 'Bern');
DELETE FROM users WHERE id = 6;
ROLLBACK TO one;
SELECT * FROM users ORDER BY id;
