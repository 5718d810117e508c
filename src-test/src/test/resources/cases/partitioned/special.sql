-- Partitions by name.

-- case: a partition with the same column order
SELECT * FROM users_low ORDER BY id;
SELECT username FROM users_low WHERE username = 'alice';
UPDATE users_low SET username = 'zoe' WHERE id = 1;
INSERT INTO users_low (id, username) VALUES (-1, 'minus');
DELETE FROM users_low WHERE id = 3 RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: a partition with another column order
-- stages: !contract-dropped
SELECT * FROM users_high ORDER BY id;
SELECT username, id FROM users_high ORDER BY username;
INSERT INTO users_high VALUES (9, 'mail', 'name', 300) RETURNING *;
UPDATE users_high SET username = username || '!' RETURNING id, username;
SELECT row_to_json(h) FROM users_high h ORDER BY id;
SELECT * FROM users ORDER BY id;

-- case: a partition with another column order, when nobody knows any more where the dropped column stood
-- stages: contract-dropped
-- refused
-- plain: SELECT 1
SELECT * FROM users_high ORDER BY id;
-- refused
-- plain: SELECT 1
INSERT INTO users_high VALUES (9, 'mail', 'name', 300) RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: rows that move between partitions
UPDATE users SET id = 100, username = 'moved' WHERE id = 1 RETURNING *;
UPDATE users SET id = -5 WHERE username = 'dave' RETURNING tableoid::regclass, *;
SELECT tableoid::regclass, id, username FROM users ORDER BY id;

-- case: outside a partition
INSERT INTO users_low (id, username) VALUES (100, 'wrong');
UPDATE users_low SET id = 100 WHERE id = 1;
SELECT count(*) FROM ONLY users;
