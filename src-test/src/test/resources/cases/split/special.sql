-- Full names.

-- case: patterns and functions
SELECT id FROM users WHERE full_name LIKE 'Mary%' ORDER BY id;
SELECT id FROM users WHERE full_name ILIKE '%lee' ORDER BY id;
SELECT id, upper(full_name), length(full_name) FROM users ORDER BY id;
SELECT split_part(full_name, ' ', 1) AS first_name FROM users ORDER BY id;
SELECT full_name || '' FROM users ORDER BY full_name NULLS FIRST;
SELECT id FROM users WHERE full_name = '' OR full_name IS NULL ORDER BY id;

-- case: names that only the new application could have written
SELECT full_name FROM users WHERE full_name = 'Mary Ann Lee';
SELECT id FROM users WHERE full_name IN ('Mary Ann Lee', 'Cher') ORDER BY id;
UPDATE users SET full_name = full_name WHERE id = 4;
UPDATE users SET full_name = 'Mary Ann Lee' WHERE id = 4;
UPDATE users SET age = 8 WHERE full_name = 'Mary Ann Lee' RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: writes that change one of the new values
UPDATE users SET full_name = 'Mary Ann Smith' WHERE id = 4;
UPDATE users SET full_name = replace(full_name, 'Ada', 'Eda');
UPDATE users SET full_name = NULL WHERE id = 1;
UPDATE users SET full_name = '' WHERE id = 2;
UPDATE users SET full_name = 'X' WHERE full_name IS NULL;
SELECT * FROM users ORDER BY id;

-- case: joined with the table that has the new names
SELECT u.id, first_name, last_name FROM users u JOIN profiles p ON p.user_id = u.id ORDER BY u.id;
SELECT u.id FROM users u JOIN profiles p ON u.full_name = p.first_name || ' ' || p.last_name ORDER BY u.id;
SELECT full_name FROM users u JOIN profiles p ON p.first_name || coalesce(' ' || nullif(p.last_name, ''), '') = full_name ORDER BY 1;

-- case: the new names from the old application
-- stages: !expand
-- plain: UPDATE users SET full_name = 'Augusta Lovelace' WHERE id = 1
UPDATE users SET first_name = 'Augusta' WHERE id = 1;
-- plain: UPDATE users SET full_name = 'Grace Murray' WHERE id = 3
UPDATE users SET last_name = 'Murray' WHERE id = 3;
-- plain: INSERT INTO users (id, full_name) VALUES (300, 'Jo Ann Lee')
INSERT INTO users (id, first_name, last_name) VALUES (300, 'Jo Ann', 'Lee');
-- plain: UPDATE users SET full_name = 'Solo' WHERE id = 8
UPDATE users SET first_name = 'Solo', last_name = NULL WHERE id = 8;
SELECT * FROM users ORDER BY id;
SELECT id FROM users WHERE full_name = 'Jo Ann Lee';
-- plain: SELECT id FROM users WHERE id IN (300)
SELECT id FROM users WHERE first_name = 'Jo Ann';

-- case: volatile
-- volatile
UPDATE users SET full_name = md5(random()::text) || ' ' || md5(random()::text);
-- volatile
INSERT INTO users (full_name) SELECT gen_random_uuid() || ' ' || g FROM generate_series(1, 3) g;
SELECT count(DISTINCT full_name) FROM users;

-- case: old and new names together are refused
-- refused
-- plain: SELECT 1
UPDATE users SET full_name = 'A B', first_name = 'A' WHERE id = 1;
SELECT * FROM users ORDER BY id;
