-- First and last names.

-- case: both columns
SELECT first, last FROM people ORDER BY last NULLS FIRST, first;
SELECT last || ', ' || first AS name FROM people ORDER BY id;
SELECT id FROM people WHERE first = 'Ada' AND last = 'Other';
SELECT id FROM people WHERE (first, last) = ('Ada', 'Lovelace');
SELECT id FROM people WHERE last IS NULL ORDER BY id;
SELECT last, count(*) FROM people GROUP BY last ORDER BY last;
SELECT last, first, count(*) FROM people GROUP BY last, first ORDER BY 1, 2;
SELECT DISTINCT last FROM people ORDER BY last;
-- params: 'Ada', 'Lovelace'
SELECT id FROM people WHERE first = ? AND last = ?;
SELECT a.id, b.id FROM people a JOIN people b USING (last) ORDER BY a.id, b.id;

-- case: one of the two
UPDATE people SET last = 'King' WHERE id = 1;
UPDATE people SET first = 'Gina' WHERE id = 7;
UPDATE people SET last = NULL WHERE id = 3;
UPDATE people SET last = 'New' WHERE last IS NULL;
-- params: 'P', 5
UPDATE people SET last = ? WHERE id = ? RETURNING first, last;
INSERT INTO people (first) VALUES ('Mono') RETURNING *;
INSERT INTO people (last) VALUES ('NoFirst');
SELECT * FROM people ORDER BY id;

-- case: both
UPDATE people SET first = 'F', last = 'L' WHERE id = 1;
UPDATE people SET (last, first) = ('LL', 'FF') WHERE id = 2;
UPDATE people SET (first, last) = (SELECT 'S', 'T') WHERE id = 3;
UPDATE people SET first = last, last = first WHERE id = 5 RETURNING *;
INSERT INTO people (last, first) VALUES ('Z', 'Y'), (NULL, 'X'), (DEFAULT, 'W');
-- params: 'A1', 'B1'
INSERT INTO people (first, last) VALUES (?, ?);
INSERT INTO people (id, first, last) VALUES (1, 'C', 'D') ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last;
INSERT INTO people (id, first, last) VALUES (2, 'C', 'D') ON CONFLICT (id) DO UPDATE SET last = excluded.last || people.first;
MERGE INTO people p USING (VALUES (3, 'm')) s(k, v) ON p.id = s.k WHEN MATCHED THEN UPDATE SET last = s.v;
SELECT * FROM people ORDER BY id;

-- case: too long
UPDATE people SET first = repeat('x', 31) WHERE id = 1;
INSERT INTO people (first) VALUES (repeat('y', 31));
-- params: 'abcdefghijklmnopqrstuvwxyzabcdefgh', 'L'
INSERT INTO people (first, last) VALUES (?, ?);

-- case: the new name from the old application
-- stages: !expand
-- plain: UPDATE people SET first = 'Jo', last = 'Ann Lee' WHERE id = 1
UPDATE people SET full_name = 'Jo Ann Lee' WHERE id = 1;
-- plain: INSERT INTO people (id, first, last) VALUES (300, 'Solo', NULL)
INSERT INTO people (id, full_name) VALUES (300, 'Solo');
-- plain: SELECT id FROM people WHERE first = 'Ada' AND last = 'Other'
SELECT id FROM people WHERE full_name = 'Ada Other';
SELECT * FROM people ORDER BY id;
