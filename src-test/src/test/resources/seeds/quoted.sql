-- Names that need quotes, and one that only differs in case from another.
-- var pkey = "Users_pkey"
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
-- var pnull = null::varchar
-- var insv1 = 'z@x.org', 31
-- var insv2 = 'y@x.org', 32
-- var insv3 = 'x@x.org', 33
-- var row1 = 101, 'zoe', 'z@x.org', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c2
-- var string = yes
-- var free = yes
-- var nv1 = 'alice'
-- var nv2 = 'bob'
-- var nn1 = 'zoe'
-- var nn2 = 'yan'
-- var pnn1 = 'zoe'
-- var pnv1 = 'alice'
-- var ntyp = varchar
-- var bare = yes
-- var t = "Users"
-- var o = "UserName"
-- var n = "Handle"
-- var oth = "E-Mail"
-- var num = age
-- var ins = "E-Mail", age
-- var cols = id, "UserName", "E-Mail", age
-- var r = orders
-- var rfk = user_id
-- var s = profiles
-- var ukey = "UserName is unique"
-- var uniq = yes
-- var notnull = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, generic/conflict, new/generic, quoted/special
-- shapes: old, new
-- section: old
CREATE TABLE "Users" (id serial PRIMARY KEY, "UserName" varchar(50) NOT NULL CONSTRAINT "UserName is unique" UNIQUE, "E-Mail" text, age int);
INSERT INTO "Users" ("UserName", "E-Mail", age) VALUES
  ('alice', 'alice@x.org', 40), ('bob', 'bob@x.org', 25), ('Carol', NULL, 33), ('dave', 'dave@x.org', NULL), ('', 'empty@x.org', 18), ('änne', 'anne@x.org', 51), ('Bob', 'bob2@x.org', 25), ('x_%', 'like@x.org', 60);
CREATE TABLE users (id int, username text, handle text);
INSERT INTO users VALUES (1, 'lower', 'case'), (2, 'not', 'mapped');
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES "Users", note text);
INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE profiles (id int PRIMARY KEY, user_id int, "Handle" text, handle text);
INSERT INTO profiles VALUES (1, 1, 'al', 'x'), (2, 2, 'bob', 'y'), (3, 9, 'alice', 'z');
-- migration: handle
-- table: public."Users"
-- old: "UserName"
-- new: "Handle" = "UserName"
-- back: "UserName" = "Handle"
-- section: mapping
    table: '"Users"'
    rename: { '"UserName"': '"Handle"' }
-- section: expand
ALTER TABLE "Users" ADD COLUMN "Handle" varchar(50);
-- section: filled
ALTER TABLE "Users" ALTER COLUMN "Handle" SET NOT NULL, ADD CONSTRAINT "Handle is unique" UNIQUE ("Handle") DEFERRABLE;
-- section: contract
ALTER TABLE "Users" DROP CONSTRAINT "UserName is unique", ALTER COLUMN "UserName" DROP NOT NULL;
ALTER TABLE "Users" DROP CONSTRAINT "Handle is unique", ADD CONSTRAINT "Handle is unique" UNIQUE ("Handle");
-- section: scramble
UPDATE "Users" SET "UserName" = 'stale' || id;
-- section: drop
ALTER TABLE "Users" DROP COLUMN "UserName";
-- section: was
      '"UserName"': { position: 2, type: varchar(50), not_null: true, unique: true }
