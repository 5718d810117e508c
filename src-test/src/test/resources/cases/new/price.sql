-- The new application's decimals.

-- case: decimals
UPDATE products SET price_decimal = 12.345 WHERE id = 1 RETURNING price_decimal;
INSERT INTO products (id, price_decimal) VALUES (300, 0.005) RETURNING *;
UPDATE products SET price_decimal = price_decimal * 1.1 WHERE id IN (2, 3);
INSERT INTO products (id, price_decimal) VALUES (301, 100000000);
SELECT id FROM products WHERE price_decimal BETWEEN 1 AND 11 ORDER BY price_decimal, id;
SELECT sum(price_decimal), avg(price_decimal) FROM products WHERE id <> 7;
SELECT * FROM products ORDER BY id;
