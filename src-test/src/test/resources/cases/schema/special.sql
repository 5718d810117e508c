-- Which of two tables a name means.

-- case: by the search path
SELECT * FROM users ORDER BY id;
SELECT handle FROM users ORDER BY id;
UPDATE users SET handle = username || '2';
SELECT * FROM users ORDER BY id;

-- case: the search path changes
-- fresh
SET search_path = shop, public;
SELECT * FROM users ORDER BY id;
SELECT username FROM users WHERE username = 'alice';
UPDATE users SET username = 'zoe' WHERE id = 1;
SET search_path = public, shop;
SELECT * FROM users ORDER BY id;
SET search_path TO DEFAULT;
SELECT * FROM shop.users ORDER BY id;

-- case: set local and rolled back
-- fresh
SAVEPOINT a;
SET LOCAL search_path TO shop;
SELECT username FROM users ORDER BY id;
INSERT INTO users (username) VALUES ('local') RETURNING *;
ROLLBACK TO SAVEPOINT a;
SELECT * FROM users ORDER BY id;

-- case: committed in one text
-- autocommit
-- fresh
-- refused
-- plain: SELECT 1
-- script
BEGIN; SET LOCAL search_path = shop; UPDATE users SET username = 'one text' WHERE id = 1; COMMIT;
\g
SELECT * FROM users ORDER BY id;
SELECT * FROM shop.users ORDER BY id;

-- case: set schema
-- fresh
SET SCHEMA 'shop';
SELECT username FROM users ORDER BY id;
SELECT public.users.handle FROM public.users ORDER BY id;
SELECT u.username, p.username FROM users u, public.users p WHERE u.id = p.id ORDER BY u.id;

-- case: both in one statement
SELECT u.username, p.username, p.handle FROM shop.users u JOIN users p ON p.id = u.id ORDER BY u.id;
SELECT * FROM shop.users u NATURAL JOIN users p;
SELECT handle FROM shop.users u JOIN users p ON p.id = u.id ORDER BY p.id;
INSERT INTO shop.users (username) SELECT handle || '9' FROM users RETURNING username;
INSERT INTO users (id, username, handle) SELECT id, username, email FROM shop.users WHERE id > 6 RETURNING *;
UPDATE shop.users s SET username = p.handle FROM users p WHERE p.id = s.id RETURNING s.*, p.*;

-- case: set config and function
-- fresh
SELECT set_config('search_path', 'shop', false);
SELECT username FROM users WHERE id = 1;
SELECT pg_catalog.set_config('search_path', 'public', false);
SELECT username FROM users WHERE id = 1;

-- case: discard
-- autocommit
-- fresh
SET search_path = shop;
SELECT username FROM users ORDER BY id;
DISCARD ALL;
SELECT handle FROM users ORDER BY id;
