-- Lists.

-- case: elements
SELECT tags[1], tags[2:3], array_length(tags, 1) FROM users ORDER BY id;
SELECT id FROM users WHERE 'a' = ANY (tags) ORDER BY id;
SELECT id FROM users WHERE tags @> '{a}' ORDER BY id;
SELECT id, t FROM users, unnest(tags) AS t ORDER BY id, t;
SELECT id FROM users WHERE tags[1] = 'c';
SELECT (tags)[1] FROM users ORDER BY id;
SELECT u.tags[1] FROM users u ORDER BY id;

-- case: writes
UPDATE users SET tags = tags || 'new';
UPDATE users SET tags = array_append(tags, 'x') WHERE id = 1 RETURNING tags;
UPDATE users SET tags = ARRAY['p', 'q'] WHERE id = 2;
-- params: 'r|s'::texts, 3
UPDATE users SET tags = ? WHERE id = ?;
INSERT INTO users (tags) VALUES (ARRAY[]::text[]) RETURNING tags;
INSERT INTO users (tags) VALUES ('{broken');
INSERT INTO users (tags) VALUES (ARRAY[1, 2]);
SELECT * FROM users ORDER BY id;
