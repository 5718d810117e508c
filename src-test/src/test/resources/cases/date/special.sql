-- Dates kept as text.

-- case: as text
SELECT born || '!' FROM users ORDER BY id;
SELECT id FROM users WHERE born LIKE '1990%' ORDER BY id;
SELECT substr(born, 1, 4), count(*) FROM users GROUP BY 1 ORDER BY 1;
SELECT id FROM users WHERE born::date < date '1991-01-01' ORDER BY id;
SELECT id FROM users WHERE born < '1995' ORDER BY born, id;
SELECT max(born), min(born) FROM users;
SELECT id FROM users WHERE born = '1990-1-31';
SELECT id, born FROM users ORDER BY born DESC NULLS LAST, id LIMIT 3;

-- case: values that are no date fail
-- stages: dual-write, coalesce, cutover, contract
-- plain: SELECT 'not a date'::int
UPDATE users SET born = 'not a date' WHERE id = 1;
-- plain: SELECT make_date(2024, 13, 1)
UPDATE users SET born = '2024-13-01' WHERE id = 1;
-- plain: SELECT make_date(2023, 2, 30)
INSERT INTO users (born) VALUES ('2023-02-30');
SELECT * FROM users ORDER BY id;

-- case: while expanding everything is still allowed
-- stages: expand
UPDATE users SET born = 'not a date' WHERE id = 1;
SELECT * FROM users ORDER BY id;

-- case: the new name from the old application
-- stages: !expand
-- plain: UPDATE users SET born = '2011-11-11' WHERE id = 1
UPDATE users SET birth_date = '2011-11-11' WHERE id = 1;
-- plain: INSERT INTO users (id, born) VALUES (300, '2012-12-12')
INSERT INTO users (id, birth_date) VALUES (300, '2012-12-12');
SELECT * FROM users ORDER BY id;
