-- The new application by a key of two columns, with a conversion.

-- case: read
SELECT * FROM rates ORDER BY shop, no;
SELECT * FROM prices ORDER BY shop_code, rate_no;
SELECT rate_no, value, currency FROM prices WHERE value > 1 ORDER BY rate_no;
SELECT r.label, p.value FROM rates r LEFT JOIN prices p ON p.shop_code = r.shop AND p.rate_no = r.no ORDER BY r.shop, r.no;

-- case: write
INSERT INTO prices (shop_code, rate_no, value) VALUES ('a', 3, 7);
UPDATE prices SET value = 1.5, currency = 'gbp' WHERE shop_code = 'a' AND rate_no = 1;
DELETE FROM prices WHERE shop_code = 'b' AND rate_no = 1;
INSERT INTO rates (shop, no) VALUES ('c', 1);
INSERT INTO prices (shop_code, rate_no, value, currency) VALUES ('c', 1, 3, 'usd') RETURNING *;
SELECT * FROM prices ORDER BY shop_code, rate_no;
SELECT * FROM rates ORDER BY shop, no;
