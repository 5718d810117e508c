-- A shape of its own for what applications send.
-- var pkey = Order_pkey
-- var typ = varchar
-- var v1 = 'alice'
-- var v2 = 'bob'
-- var v3 = 'Carol'
-- var pv1 = 'alice'
-- var pv2 = 'bob'
-- var n1 = 'zoe'
-- var n2 = 'yan'
-- var n3 = 'xi'
-- var pn1 = 'zoe'
-- var pn2 = 'yan'
-- var pnull = null::null
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'z@x.org', 'zoe', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var bare = yes
-- var t = "Order"
-- var o = "userName"
-- var n = "Group"
-- var oth = email
-- var num = age
-- var ins = email, age
-- var cols = id, email, "userName", age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var free = yes
-- var notnull = yes
-- var string = yes
-- cases: hunt/apps
-- shapes: old
-- section: old
CREATE TABLE "Order" (id serial PRIMARY KEY, email text, "userName" varchar(30) NOT NULL, age int, CONSTRAINT Order_u UNIQUE ("userName"));
INSERT INTO "Order" (email, "userName", age) VALUES
  ('alice@x.org', 'alice', 40), ('bob@x.org', 'bob', 25), (NULL, 'Carol', 33), ('dave@x.org', '', NULL), ('Empty@x.org', 'Bob', 18), ('anne@x.org', 'x_%', 51), ('bob2@x.org', 'O''Neil', 25), ('like@x.org', 'tab', 60);
CREATE INDEX ON "Order" ("userName");
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES "Order", note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, "Group" text, bio text);
INSERT INTO profiles VALUES (1, 1, 'a', 'x'), (2, 2, 'b', 'y'), (3, 9, 'c', 'z');
-- migration: mig
-- table: public."Order"
-- old: "userName"
-- new: "Group" = "userName"
-- back: "userName" = "Group"
-- section: mapping
    table: '"Order"'
    old: ['"userName"']
    new: { '"Group"': '"userName"' }
    back: { '"userName"': '"Group"' }
    lossless: both
-- section: expand
ALTER TABLE "Order" ADD COLUMN "Group" text;
-- section: filled
ALTER TABLE "Order" ADD CONSTRAINT order_g UNIQUE ("Group") DEFERRABLE;
-- section: contract
ALTER TABLE "Order" ALTER COLUMN "userName" DROP NOT NULL, DROP CONSTRAINT Order_u, DROP CONSTRAINT order_g, ADD CONSTRAINT order_g2 UNIQUE ("Group");
-- section: drop
ALTER TABLE "Order" DROP COLUMN "userName";
-- section: was
      '"userName"': { position: 3, type: "varchar(30)", not_null: true, unique: true }
