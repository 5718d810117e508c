-- Rows of old tables that go with a third table's, and their new rows with them.

-- case: delete of what they belong to
DELETE FROM owners WHERE id IN (1, 5, 6);
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;
INSERT INTO owners VALUES (1, 'again');
INSERT INTO emails (user_id, email) VALUES (1, 'again');
INSERT INTO phones (owner, phone) VALUES (1, NULL);
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: delete by what has moved
DELETE FROM owners USING phones WHERE phones.owner = owners.id AND phones.phone > '0-2';
MERGE INTO owners o USING emails e ON e.user_id = o.id AND e.email = 'a@x.org' WHEN MATCHED THEN DELETE;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: delete after writes
UPDATE emails SET user_id = 50 WHERE user_id = 1;
UPDATE phones SET phone = 'x' WHERE owner = 2;
DELETE FROM owners WHERE id IN (2, 50);
DELETE FROM emails WHERE user_id = 3;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;
DELETE FROM owners;
SELECT count(*) FROM phones;

-- case: nobody to belong to
INSERT INTO emails (user_id, email) VALUES (1000, 'x');
UPDATE phones SET owner = 1001 WHERE owner = 1;
UPDATE owners SET id = 1002 WHERE id = 2;
SELECT * FROM phones ORDER BY owner;

-- case: truncate of what they belong to
-- stages: !expand
TRUNCATE owners CASCADE;
SELECT count(*) FROM emails;
SELECT count(*) FROM phones;
