-- Columns move by a key of two columns and are converted; which rows move is said by an expression.
-- var t = rates
-- var o = amount
-- cases: move/key, new/move-key
-- shapes: old, new
-- refusals: 20%
-- section: old
CREATE TABLE rates (
  shop text NOT NULL,
  no int NOT NULL,
  label text DEFAULT 'plain',
  amount int,
  currency varchar(3),
  active boolean NOT NULL DEFAULT true,
  CONSTRAINT rates_pkey PRIMARY KEY (shop, no)
);
INSERT INTO rates VALUES
  ('a', 1, 'one', 100, 'EUR', true), ('a', 2, 'two', 250, 'USD', true), ('a', 3, NULL, NULL, NULL, false),
  ('b', 1, 'four', 0, NULL, true), ('b', 2, 'five', NULL, NULL, true), ('b', 4, '', 99, 'EUR', false);
CREATE TABLE sales (id serial PRIMARY KEY, shop text, no int, FOREIGN KEY (shop, no) REFERENCES rates);
INSERT INTO sales (shop, no) VALUES ('a', 1), ('a', 1), ('b', 1), (NULL, NULL);
-- migration: prices
-- table: public.rates
-- new-table: public.prices
-- key: shop = shop_code
-- key: no = rate_no
-- present: amount IS NOT NULL
-- half: no % 2 = 0
-- old: amount, currency
-- new: value = amount / 100.0
-- new: currency = lower(currency)
-- back: amount = round(value * 100)
-- back: currency = upper(currency)
-- section: mapping
    table: rates
    new_table: prices
    key: { shop: shop_code, no: rate_no }
    present: amount IS NOT NULL
    old: [amount, currency]
    new: { value: amount / 100.0, currency: lower(currency) }
    back: { amount: round(value * 100), currency: upper(currency) }
    accept: [lossy]
-- section: expand
CREATE TABLE prices (rate_no int, shop_code text, value numeric(10,2), currency text, PRIMARY KEY (shop_code, rate_no));
-- section: filled
ALTER TABLE prices ADD FOREIGN KEY (shop_code, rate_no) REFERENCES rates DEFERRABLE;
-- section: scramble
UPDATE rates SET amount = 7, currency = 'XXX';
-- section: drop
ALTER TABLE rates DROP COLUMN amount, DROP COLUMN currency;
-- section: was
      amount: { position: 4, type: integer }
      currency: { position: 5, type: varchar(3) }
