-- The new application writes one of two names, or both.

-- case: one of two
UPDATE users SET last_name = 'Byron' WHERE id = 1 RETURNING *;
UPDATE users SET first_name = 'Augusta' WHERE id = 1 RETURNING first_name, last_name;
INSERT INTO users (id, first_name) VALUES (300, 'Solo');
INSERT INTO users (id, last_name) VALUES (301, 'Lone');
UPDATE users SET last_name = last_name || '-X' WHERE last_name = 'Hopper';
SELECT * FROM users ORDER BY id;

-- case: both
UPDATE users SET first_name = last_name, last_name = first_name WHERE id IN (1, 3);
INSERT INTO users (id, first_name, last_name) VALUES (300, 'Mary Ann', 'Lee');
UPDATE users SET first_name = NULL, last_name = NULL WHERE id = 3;
SELECT * FROM users ORDER BY id;
SELECT id FROM users WHERE first_name = 'Mary Ann' ORDER BY id;
