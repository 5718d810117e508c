-- Documents.

-- case: paths
SELECT settings -> 'a', settings ->> 'a', settings #> '{b,c}' FROM users ORDER BY id;
SELECT id FROM users WHERE settings ->> 'a' = '1' ORDER BY id;
SELECT (settings -> 'b') -> 'c' AS c FROM users WHERE id = 6;
SELECT id FROM users WHERE (settings #>> '{b,c,0}')::int = 1;
SELECT settings::text FROM users ORDER BY id;
SELECT settings::jsonb ?? 'a' FROM users ORDER BY id;
SELECT id FROM users WHERE settings::jsonb @> '{"a": 1}' ORDER BY id;

-- case: writes
UPDATE users SET settings = '{"k": [1, 2]}' WHERE id = 1 RETURNING settings;
UPDATE users SET settings = settings WHERE id < 4;
INSERT INTO users (settings) VALUES ('{"dup": 1, "dup": 2}') RETURNING settings;
INSERT INTO users (settings) VALUES ('{broken');
UPDATE users SET settings = 'nope' WHERE id = 1;
-- params: '{"p": null}'::other, 2
UPDATE users SET settings = ? WHERE id = ?;
-- params: '{"p": null}', 2
UPDATE users SET settings = ?::json WHERE id = ?;
-- params: '{"p": null}', 2
UPDATE users SET settings = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;
