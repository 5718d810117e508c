select

select 1

select all a, b as c, d e, "f" "G", t.*, s.t.a from t

select distinct on (a, b + 1) * from only s.t as x (p, q), only (u), v * where a = ? order by b using <, c desc nulls last

select a from t tablesample system (10) repeatable (?) where b like 'x' escape '!' limit 10 offset 5 rows

select a into temp table x from t group by distinct rollup (a, b), cube (c), grouping sets ((), (a, b), rollup (c)) having count(*) > ?

select into unlogged x from t

select a from t fetch first row only

select a from t order by a fetch next ? rows with ties for update of t, s.u nowait for no key update

select a from t limit all for key share

select a from t for share offset ? limit ?

table only t

values (1, ?), (default, 'x') order by 1 limit 1

(select 1) union all ((select 2) except select 3 intersect values (4)) order by 1

((select 1)) limit 1

with recursive a (x) as (select 1 union all select x + 1 from a), b as materialized (select 2), c as not materialized (delete from t returning *) select * from a, b, c

with a as (select 1) search depth first by x, y set z cycle x set is_cycle to 'Y' default 'N' using path select * from a

with a as (select 1) (with b as (select 2) select * from b) union select * from a

with a as (insert into t values (1) returning a) update u set b = a.a from a returning u.*

select * from a join b on a.x = b.x left outer join c using (x, y) as j cross join d natural full join e

select * from a join b join c on b.x = c.x on a.x = b.x

select * from (a join b using (x)) as j (p, q) right join ((c cross join d)) on true

select * from (select 1) x, lateral (select x.a) as y (b), ((select 2)) z, ((select 3) union (select 4)) w

select * from ((select 1) a join (select 2) b on true)

select * from (((select 1) a cross join b))

select * from f(1, b => 2) with ordinality as g (a, b), s.f() as (a int, b text collate "C"), f() h (a int, b numeric(10, 2)[])

select * from rows from (f(1), g() as (a int, b text)) with ordinality x, current_date, lateral unnest(?) u

select * from xmltable(xmlnamespaces('x' as y, default 'z'), '/a' passing by ref b columns i for ordinality, c int path 'c' default 0 not null, d xml)

select * from json_table(a, '$[*]' as p passing ? as q columns (i for ordinality, b int path '$.b' default 1 on empty error on error, c jsonb format json with wrapper keep quotes, e boolean exists path '$.e' false on error, nested path '$.d[*]' as n columns (f text))) as t

select sum(a) filter (where b > 0) over w, rank() over (partition by a, b order by c rows between unbounded preceding and ? following exclude ties), count(distinct a order by b) from t window w as (x range current row), x as (order by a groups 1 preceding)

select percentile_cont(0.5) within group (order by a desc), string_agg(a, ',' order by b), f(all a), f(variadic b), f() from t

select case a when 1 then 2 else 3 end, case when a then b end, coalesce(a, b), nullif(a, b), greatest(a), least(a, b)

select cast(a as int), a::text[], date '2020-01-01', interval '1' day, timestamp(3) with time zone '2020-01-01', a::int array[3] from t where a::int[] = b

select extract(year from a), extract('dow' from b), substring(a from 1 for 2), substring(a similar b escape c), substring(a, 1), trim(both 'x' from a), trim(a), position('a' in b), overlay(a placing b from 1 for 2), normalize(a, nfc)

select a is null, a is not true, a is distinct from b, a isnull, a notnull, a is document, a is json array with unique keys, a is normalized, a between symmetric 1 and 2, a not in (1, 2), a similar to b escape c

select a = any (array[1, 2]), a <> all (select 1), a like any (?), (a, b) = (select 1, 2), (a, b) overlaps (c, d), row(a, b) < row(c, d), exists (select), array(select 1)

select a[1], a[1:2], a[:], a[1:], (a).b, (a).*, (f(x)).y[1].z, (array[1])[1], array[[1], [2]], '{}'::int[], $1[1] from t

select a operator(pg_catalog.+) b, operator(pg_catalog.-) c, @ d, |/ e, a ?? 'x', a ??| b, a ??& b, a #>> '{a}', a @> b, a <-> b

select a at time zone 'UTC', a at local, a collate "C" < b, - a ^ 2, not a and b or c

select current_date, current_time(3), current_timestamp, localtime, localtimestamp(0), current_user, current_role, session_user, system_user, user, current_catalog, current_schema, current_schema()

select json_object('a': 1, 'b' value 2 format json absent on null with unique keys returning jsonb), json_object('{a}'), json_object(returning text), json_array(1, a null on null), json_array(select 1 returning text), json_array()

select json_objectagg('a': b absent on null) filter (where c), json_arrayagg(a order by b returning jsonb) over (), json('{}' without unique keys), json_scalar(1), json_serialize(a returning bytea format json encoding utf8)

select json_query(a, '$' passing b as c returning jsonb with conditional array wrapper keep quotes on scalar string empty array on empty error on error), json_value(a, '$' returning int default ? on empty), json_exists(a, '$' unknown on error)

select xmlelement(name a, xmlattributes(b as c, d), e), xmlforest(a, b as c), xmlparse(document a preserve whitespace), xmlpi(name a, 'b'), xmlroot(a, version '1', standalone yes), xmlserialize(content a as text no indent), xmlexists('a' passing by value b by ref), xmlconcat(a, b)

select {fn concat(a, {fn ucase(b)})}, {d '2020-01-01'}, {t '10:00:00'}, {ts '2020-01-01 10:00:00'} from {oj a left outer join b on a.x = b.x} where a like ? {escape '!'}

select a year_, b as select, c value, d name, e is, f like from t

select time, interval, timestamp, bit, char, json, values, row, "order" from t

select N'a', U&'\0061', U&'!0061' uescape '!', E'\'', $x$'$x$, B'01', X'1f', 'a' -- comment
  'b', 1., .5, 1e10, 0x1F, 1_000 /* a /* nested */ comment */

select grouping(a, b), treat(a as int), collation for (a), merge_action(), cast(null as s.t(1)), 'x'::national character varying(3), 'x'::bit varying(3), 1::double precision, 1::float(24)

select * from t, lateral s.f(t.a) as x where (select 1) = 1 and ((select 1)) in ((select 2), 3) and a in ((select 1)) and (((select 1) + 2) * 3) > 0

insert into t values (1, default, ?)

insert into s.t as x (a, b[1], c.d) overriding user value select 1, 2, 3 on conflict do nothing

insert into t default values returning *

insert into t (a) (select 1) on conflict (a, (lower(b)) collate "C" text_ops, f(c) desc nulls first) where a > 0 do update set a = excluded.a, (b, c) = (1, default), (d) = row(2), (e, f) = (select 1, 2) where t.a <> excluded.a returning with (old as o, new as n) o.a, n.a as b

insert into t ((select 1)) on conflict on constraint t_pkey do update set a = default

with a as (select 1) insert into t (b) table a

insert into t (with a as (select 1) select * from a)

insert into t (select 1 union select 2) returning a b

insert into t overriding system value values (1)

update only t as x set a = ?, b[1] = 2, c.d = default, (e, f[1:2]) = (3, 4) from u join v on true where x.a = u.a returning old.a, new.a

update t set a = 1 where current of c

update t * x set x = (select 1)

update t set (a, b) = (select 1, 2), (c) = (select 3)

delete from t

delete from only (s.t) as x using a, b where x.a = a.a returning *

delete from t where current of "C" returning a

merge into t as x using (select 1 as a) s on x.a = s.a when matched and s.a > ? then update set a = s.a, (b, c) = (1, 2) when matched then delete when not matched then insert (a, b[1]) overriding system value values (s.a, default) when not matched by target then insert default values when not matched by source and x.a = 1 then do nothing returning merge_action(), x.*

merge into only t using a join b using (x) on t.a = a.a when matched then do nothing

with s as (select 1) merge into t using s on true when not matched then insert values (1)

explain select 1

explain analyze verbose insert into t values (1)

explain (analyze, buffers off, format json) (select 1) union select 2

explain (select 1)

explain verbose execute p (1, ?)

explain create table x as select 1

explain declare c cursor for select 1

declare c binary insensitive no scroll cursor with hold for select * from t for update

prepare p (int, text[], timestamp with time zone) as update t set a = $1

prepare p as select ?

prepare transaction 'x'

execute p

execute p (1, 'x', ?)

create table x as select 1

create temp table if not exists s.x (a, b) using heap with (fillfactor = 70) on commit drop tablespace y as (select 1) with no data

create unlogged table x as execute p (1) with data

create table x (a int, b int generated always as (a + 1) stored, check (a > 0))

create or replace temp recursive view v (a, b) with (security_barrier) as select 1 union all select a + 1 from v with local check option

create view v as table t

create materialized view if not exists m as select 1 with no data

copy t from stdin

copy s.t (a, b) to '/tmp/x' with (format csv, header)

copy (select * from t) to stdout

copy (delete from t returning *) to stdout csv

create function f() returns int language sql begin atomic select 1; select case when true then 1 end; end

create or replace procedure p(a int) language plpgsql as $$ begin delete from t; end $$

create rule r as on insert to t do also (delete from u; delete from v)

create schema s create table t (a int) create view v as select 1

create unique index concurrently i on t (a)

alter table t add column a int default 1

drop table if exists a, b cascade

do $$ begin null; end $$

call p(?, 1)

{call p(?, 1)}

{? = call f(?)}

set search_path to a, b

begin isolation level serializable

lock table t in share mode

truncate t, u

refresh materialized view m

grant select on t to u
