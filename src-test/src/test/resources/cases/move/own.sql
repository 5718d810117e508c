-- What a table that columns move to holds of its own is nobody's to take away.

-- case: read
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: leave
UPDATE users SET address_street = NULL, address_city = NULL, address_postal_code = NULL WHERE id < 6;
UPDATE users SET address_city = NULL WHERE id = 8;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;
UPDATE users SET address_city = 'Bern';
SELECT * FROM users ORDER BY id;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: delete
DELETE FROM users WHERE id IN (1, 2, 8);
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;
INSERT INTO users (id, username) VALUES (1, 'again'), (70, 'seventy');
INSERT INTO users (id, address_street) VALUES (8, 'Fir 7');
SELECT * FROM users ORDER BY id;
DELETE FROM users WHERE address_city IS NULL;
DELETE FROM users;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: merge that deletes
MERGE INTO users u USING (VALUES (1), (5), (6), (8)) s(k) ON u.id = s.k WHEN MATCHED AND u.age < 50 THEN DELETE WHEN MATCHED THEN UPDATE SET address_street = NULL, address_city = NULL, address_postal_code = NULL;
MERGE INTO users u USING (VALUES (3), (4), (7)) s(k) ON u.id = s.k WHEN MATCHED AND u.address_street = 'Ash 3' THEN DELETE WHEN NOT MATCHED BY SOURCE AND u.address_city IS NULL THEN DELETE;
SELECT * FROM users ORDER BY id;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: key
UPDATE users SET id = 71 WHERE id = 8;
UPDATE users SET id = 70 WHERE id = 7;
UPDATE users SET id = 8, address_city = 'Bern' WHERE id = 6;
UPDATE users SET id = 7 WHERE id = 70 RETURNING id, address_street, address_city;
UPDATE users SET id = id + 100 WHERE id IN (3, 5);
UPDATE users SET id = 3, address_street = NULL, address_city = NULL, address_postal_code = NULL WHERE id = 103;
SELECT * FROM users ORDER BY id;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: key of rows that stand in each other's way
DELETE FROM users WHERE id = 1;
UPDATE users SET id = id - 1;
SELECT * FROM users ORDER BY id;
UPDATE users SET id = id + 100, address_city = CASE WHEN id % 2 = 0 THEN address_city END;
UPDATE users SET id = id - 99, address_street = address_street || '!' WHERE address_street IS NOT NULL;
SELECT * FROM users ORDER BY id;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: key in autocommit and in a batch
-- autocommit
UPDATE users SET id = 71 WHERE id = 8;
-- batch
-- params: 72, 7
-- params: 7, 72
-- params: 70, 6
UPDATE users SET id = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: truncate
TRUNCATE users;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;
INSERT INTO users (id, address_street) VALUES (8, 'Fir 7');
SELECT id, address_street FROM users;

-- case: own rows are deleted
-- stages: !contract
DELETE FROM addresses WHERE user_id = 1 AND note = 'n1';
DELETE FROM addresses WHERE user_id = 70;
DELETE FROM addresses WHERE note = 'n4' OR note = 'n8';
SELECT * FROM users ORDER BY id;
SELECT user_id, note, verified FROM addresses WHERE verified OR note IS DISTINCT FROM 'none' ORDER BY user_id;

-- case: own rows are deleted in contract
-- stages: contract
-- refused: contract
DELETE FROM addresses WHERE user_id = 1 AND note = 'n1';
SELECT * FROM users ORDER BY id;
