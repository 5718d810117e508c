-- Two tables of which columns come together in a new one.

-- case: read
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;
SELECT e.email, p.phone FROM emails e FULL JOIN phones p ON p.owner = e.user_id ORDER BY e.user_id, p.owner;
SELECT email FROM emails WHERE email > 'b' ORDER BY email;
SELECT owner FROM phones WHERE phone IS NULL ORDER BY owner;
SELECT count(email), count(*) FROM emails;

-- case: insert
INSERT INTO emails (user_id, email) VALUES (6, 'f@x.org'), (7, NULL), (8, 'h@x.org');
INSERT INTO phones (owner, phone) VALUES (4, '0-44'), (5, '0-55'), (7, NULL), (9, '0-99') RETURNING *;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: update
UPDATE emails SET email = 'new' WHERE user_id IN (1, 3, 5);
UPDATE phones SET phone = '0' WHERE owner IN (1, 2, 8);
UPDATE phones SET label = 'x';
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: leave while the other stays
UPDATE emails SET email = NULL WHERE user_id = 1;
UPDATE phones SET phone = NULL WHERE owner = 3;
DELETE FROM emails WHERE user_id = 2;
DELETE FROM phones WHERE owner = 6;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: both leave
UPDATE emails SET email = NULL WHERE user_id = 1;
DELETE FROM phones WHERE owner = 1;
DELETE FROM emails WHERE user_id = 1;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key
UPDATE emails SET user_id = 10 WHERE user_id = 4;
UPDATE phones SET owner = 4 WHERE owner = 3;
UPDATE phones SET owner = 11, phone = 'x' WHERE owner = 1;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key of rows that others have, too
UPDATE emails SET user_id = 6 WHERE user_id = 1;
UPDATE emails SET user_id = 1 WHERE user_id = 4;
UPDATE phones SET owner = 12 WHERE owner = 1 RETURNING *;
UPDATE phones SET owner = 2 WHERE owner = 6;
UPDATE phones SET owner = 5 WHERE owner = 6 RETURNING owner, phone;
UPDATE emails SET user_id = 12 WHERE email LIKE 'a%';
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key, there and back again
UPDATE emails SET user_id = 20 WHERE user_id = 1;
UPDATE phones SET owner = 20 WHERE owner = 1;
UPDATE emails SET user_id = 1 WHERE user_id = 20;
UPDATE phones SET owner = 1 WHERE owner = 20;
UPDATE emails SET user_id = 3, email = 'c@x.org' WHERE user_id = 3;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key of all rows
DELETE FROM emails WHERE user_id = 1;
UPDATE emails SET user_id = user_id - 1;
UPDATE phones SET owner = owner + 100;
UPDATE emails SET user_id = user_id + 100, email = CASE WHEN user_id = 3 THEN NULL ELSE user_id::text END WHERE verified IS NOT true;
UPDATE phones SET owner = owner - 2, phone = CASE WHEN phone IS NULL THEN label END;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key by a join
UPDATE emails e SET user_id = p.owner + 10 FROM phones p WHERE p.owner = e.user_id AND p.phone IS NOT NULL;
UPDATE phones p SET owner = e.user_id, label = e.email FROM emails e WHERE e.user_id = p.owner + 10;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key that is taken
UPDATE emails SET user_id = 2 WHERE user_id = 1;
UPDATE phones SET owner = 8 WHERE owner IN (1, 3);
UPDATE phones SET owner = NULL WHERE owner = 1;
UPDATE emails SET user_id = 1 WHERE user_id = 99;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key, bound
-- params: 30, 'x', 1
-- params: 31, null::text, 2
-- params: 3, 'y', 3
UPDATE emails SET user_id = ?, email = ? WHERE user_id = ?;
-- batch
-- params: 30, 1
-- params: 31, 30
-- params: 1, 2
-- params: 6, 6
UPDATE phones SET owner = ? WHERE owner = ?;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key in autocommit
-- autocommit
UPDATE emails SET user_id = 6 WHERE user_id = 1;
UPDATE phones SET owner = 7, phone = NULL WHERE owner = 1;
DELETE FROM emails WHERE user_id = 6;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key, rolled back
SAVEPOINT one;
UPDATE emails SET user_id = 6 WHERE user_id = 1;
UPDATE phones SET owner = 40 WHERE owner = 6;
ROLLBACK TO one;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: conflict and merge
INSERT INTO emails (user_id, email) VALUES (1, 'n'), (6, 'n') ON CONFLICT (user_id) DO UPDATE SET email = excluded.email;
MERGE INTO phones p USING emails e ON e.user_id = p.owner WHEN MATCHED THEN UPDATE SET phone = e.email WHEN NOT MATCHED THEN INSERT (owner, phone) VALUES (e.user_id, e.email);
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: merge that deletes
MERGE INTO emails e USING (VALUES (1), (2), (5), (9)) s(k) ON e.user_id = s.k WHEN MATCHED THEN DELETE;
MERGE INTO phones p USING (VALUES (1, 'x'), (3, NULL), (6, 'y'), (7, 'z'), (9, NULL)) s(k, v) ON p.owner = s.k WHEN MATCHED AND s.v IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET phone = s.v WHEN NOT MATCHED THEN INSERT (owner, phone) VALUES (s.k, s.v);
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;
INSERT INTO emails (user_id, email) VALUES (1, 'again'), (5, 'new');
DELETE FROM phones WHERE owner = 1;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: merge that deletes by what has moved
MERGE INTO emails e USING phones p ON p.owner = e.user_id WHEN MATCHED AND p.phone IS NULL THEN DELETE WHEN MATCHED AND e.email IS NULL THEN UPDATE SET email = p.phone WHEN NOT MATCHED THEN INSERT (user_id, email) VALUES (p.owner, p.phone);
MERGE INTO phones p USING emails e ON p.owner = e.user_id WHEN MATCHED AND e.email = p.phone THEN DELETE WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING merge_action(), p.owner, p.phone;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: merge that deletes what the source has not
MERGE INTO emails e USING (SELECT owner, phone FROM phones WHERE phone IS NOT NULL) p ON p.owner = e.user_id WHEN NOT MATCHED BY SOURCE AND e.verified IS NOT TRUE THEN DELETE WHEN NOT MATCHED BY SOURCE THEN UPDATE SET email = 'kept' WHEN MATCHED THEN UPDATE SET email = NULL;
SELECT * FROM emails ORDER BY user_id;
MERGE INTO phones p USING emails e ON p.owner = e.user_id WHEN NOT MATCHED BY SOURCE THEN DELETE;
SELECT * FROM phones ORDER BY owner;

-- case: merge that deletes, in a batch and in autocommit
-- autocommit
-- batch
-- params: 1, null::varchar
-- params: 3, 'x'
-- params: 7, 'y'
-- params: 7, null::varchar
MERGE INTO phones p USING (SELECT ?::int AS k, ?::varchar AS v) s ON p.owner = s.k WHEN MATCHED AND s.v IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET phone = s.v WHEN NOT MATCHED THEN INSERT (owner, phone) VALUES (s.k, s.v);
MERGE INTO emails e USING (VALUES (1), (2)) s(k) ON e.user_id = s.k WHEN MATCHED THEN DELETE;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: all
DELETE FROM emails;
SELECT count(*) FROM phones WHERE phone IS NOT NULL;
TRUNCATE phones;
SELECT count(*) FROM phones;

-- case: truncate one
TRUNCATE emails;
SELECT * FROM phones ORDER BY owner;
INSERT INTO emails (user_id, email) VALUES (1, 'again'), (4, 'new'), (7, NULL);
TRUNCATE TABLE ONLY phones RESTART IDENTITY;
SELECT * FROM emails ORDER BY user_id;
UPDATE emails SET email = NULL WHERE user_id = 4;
INSERT INTO phones (owner, phone) VALUES (1, '0');
TRUNCATE phones CONTINUE IDENTITY RESTRICT;
TRUNCATE emails CASCADE;
SELECT count(*) FROM emails;

-- case: truncate both
TRUNCATE emails, phones;
INSERT INTO emails (user_id, email) VALUES (1, 'again');
SELECT * FROM emails;

-- case: truncate in autocommit
-- autocommit
TRUNCATE phones;
SELECT * FROM emails ORDER BY user_id;
DELETE FROM emails WHERE user_id = 1;
INSERT INTO phones (owner, phone) VALUES (2, '0');
SELECT * FROM phones ORDER BY owner;

-- case: truncate, rolled back and in a batch
SAVEPOINT one;
TRUNCATE emails;
ROLLBACK TO one;
SELECT * FROM emails ORDER BY user_id;
-- batch
TRUNCATE phones;
SELECT * FROM emails ORDER BY user_id;
