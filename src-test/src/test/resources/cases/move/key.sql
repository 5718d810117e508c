-- A key of two columns, a conversion, and an expression that says which rows move.

-- case: read
SELECT * FROM rates ORDER BY shop, no;
SELECT shop, no, amount, currency FROM rates WHERE shop = 'a' ORDER BY no;
SELECT amount * 2, currency || '!' FROM rates ORDER BY shop, no;
SELECT shop, sum(amount), count(currency) FROM rates GROUP BY shop ORDER BY shop;
SELECT r.amount, s.id FROM sales s JOIN rates r ON (r.shop, r.no) = (s.shop, s.no) ORDER BY s.id;
SELECT r.amount, s.id FROM sales s LEFT JOIN rates r USING (shop, no) ORDER BY s.id;
SELECT shop, no FROM rates WHERE amount = 100 AND label = 'one';
SELECT shop, no, amount FROM rates GROUP BY shop, no ORDER BY shop, no;
SELECT row_to_json(r) FROM rates r ORDER BY shop, no;
SELECT max(amount) OVER (PARTITION BY shop), no FROM rates ORDER BY shop, no;
SELECT amount FROM rates WHERE shop = 'a' ORDER BY no FOR UPDATE;

-- case: sought
-- params: 100
SELECT shop, no FROM rates WHERE amount = ?;
SELECT shop, no FROM rates WHERE amount > 50 ORDER BY shop, no;
SELECT shop, no FROM rates WHERE amount IS NULL ORDER BY shop, no;
SELECT shop, no FROM rates WHERE amount BETWEEN 1 AND 200 ORDER BY amount;

-- case: insert
INSERT INTO rates (shop, no, amount) VALUES ('c', 1, 500);
INSERT INTO rates (shop, no, amount, currency) VALUES ('c', 2, 501, 'USD'), ('c', 3, NULL, NULL), ('c', 4, 0, DEFAULT);
INSERT INTO rates (shop, no) VALUES ('c', 5) RETURNING *;
INSERT INTO rates SELECT 'd', no, label, amount, currency, active FROM rates WHERE shop = 'a' AND no < 3;
-- params: 'c', 6, 7
INSERT INTO rates (shop, no, amount) VALUES (?, ?, ?);
SELECT * FROM rates ORDER BY shop, no;

-- case: update
UPDATE rates SET amount = 101 WHERE shop = 'a' AND no = 1;
UPDATE rates SET amount = amount + 1;
UPDATE rates SET currency = 'CHF' WHERE amount IS NOT NULL AND no = 2;
UPDATE rates SET currency = NULL WHERE shop = 'a' RETURNING no, currency;
UPDATE rates SET label = 'x' WHERE amount > 100;
UPDATE rates SET active = amount IS NULL;
SELECT * FROM rates ORDER BY shop, no;

-- case: leave and enter
UPDATE rates SET amount = NULL, currency = NULL WHERE shop = 'a';
UPDATE rates SET amount = 5 WHERE no = 2;
SELECT * FROM rates ORDER BY shop, no;
UPDATE rates SET amount = CASE WHEN amount IS NULL THEN 1 END, currency = NULL;
SELECT * FROM rates ORDER BY shop, no;

-- case: key
UPDATE rates SET no = 9 WHERE shop = 'a' AND no = 2;
UPDATE rates SET shop = 'z', amount = 1 WHERE shop = 'b' AND no = 4;
UPDATE rates SET no = no + 10 WHERE shop = 'a' AND no > 2;
UPDATE rates SET no = 1 WHERE shop = 'a' AND no = 9;
UPDATE rates SET no = 8 WHERE shop = 'a' AND no = 1;
SELECT * FROM rates ORDER BY shop, no;

-- case: conflict
INSERT INTO rates (shop, no, amount) VALUES ('a', 1, 7) ON CONFLICT (shop, no) DO UPDATE SET amount = excluded.amount;
INSERT INTO rates (shop, no, amount) VALUES ('a', 3, 7), ('c', 1, 8) ON CONFLICT ON CONSTRAINT rates_pkey DO UPDATE SET amount = excluded.amount;
INSERT INTO rates (shop, no, amount) VALUES ('a', 2, 7) ON CONFLICT DO NOTHING;
SELECT * FROM rates ORDER BY shop, no;

-- case: delete and merge
DELETE FROM rates WHERE shop = 'b' AND no = 2;
DELETE FROM rates WHERE amount = 250 RETURNING *;
DELETE FROM rates WHERE shop = 'a' AND no = 1;
MERGE INTO rates r USING (VALUES ('b', 4, NULL), ('c', 1, 7)) s(k, n, v) ON r.shop = s.k AND r.no = s.n WHEN MATCHED THEN UPDATE SET amount = s.v::int, currency = NULL WHEN NOT MATCHED THEN INSERT (shop, no, amount) VALUES (s.k, s.n, s.v::int);
SELECT * FROM rates ORDER BY shop, no;
TRUNCATE rates CASCADE;
SELECT count(*) FROM rates;

-- case: batches
-- batch
-- params: 'c', 1, 500
-- params: 'c', 2, null::int
-- params: 'c', 3, 1
INSERT INTO rates (shop, no, amount) VALUES (?, ?, ?);
-- batch
-- params: 1, 'a', 1
-- params: null::int, 'a', 2
-- params: 1, 'b', 2
UPDATE rates SET amount = ?, currency = NULL WHERE shop = ? AND no = ?;
SELECT * FROM rates ORDER BY shop, no;

-- case: errors
INSERT INTO rates (shop, no, currency) VALUES ('c', 1, 'EURO');
UPDATE rates SET amount = 'x' WHERE no = 1;
UPDATE rates SET amount = 99999999999 WHERE no = 1;
INSERT INTO rates (shop, no, amount) VALUES ('a', 1, 1);
INSERT INTO rates (shop, no, amount) VALUES ('c', NULL, 1);
UPDATE rates SET currency = 'EURO' WHERE no = 2;
SELECT * FROM rates ORDER BY shop, no;
