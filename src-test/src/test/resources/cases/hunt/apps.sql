-- What ORMs, query builders and report tools send.

-- case: hibernate select with aliases and paging
-- params: ${pv1}, 2
select u1_0.id,u1_0.${oth},u1_0.${o},u1_0.${num} from ${t} u1_0 where u1_0.${o}=? order by u1_0.${o},u1_0.id offset 0 rows fetch first ? rows only;

-- case: hibernate insert and dynamic update with returning
-- params: 31, ${pn1}, 'h@x'
-- keys: id
insert into ${t} (${num},${o},${oth}) values (?,?,?);
-- params: 31, ${pn1}, 'h@x'
insert into ${t} (${num},${o},${oth}) values (?,?,?) returning id,${o};
-- params: 5, ${pn2}, 1
update ${t} set ${num}=?,${o}=? where id=?;

-- case: hibernate sub-select count and exists
select count(*) from (select distinct u.${o} c0 from ${t} u where exists(select 1 from ${r} o where o.${rfk}=u.id)) d;
select count(distinct u.${o}),count(u.${o}) filter (where u.${num}>20) from ${t} u left join ${r} o on o.${rfk}=u.id;

-- case: keyset pagination with rows
select id,${o} from ${t} where (${o},id) > (${v1},1) order by ${o},id limit 3;
select id,${o} from ${t} where (${o},id) <= (${v2},5) order by ${o} desc,id desc limit 3;
-- params: ${pv1}, 1
select id,${o} from ${t} where (${o},id) > (?,?) order by ${o},id fetch first 2 rows only;
select id from ${t} where (${o},id) in ((${v1},1),(${v2},2)) order by id;
select id from ${t} where (id,${o}) = (1,${v1});
select id from ${t} where (${o},id) is not distinct from (${v2},2);
select id from ${t} where row(${o}) <> row(${v1}) order by id;

-- case: ties, distinct on, grouping sets
select ${o} from ${t} order by ${o} fetch first 2 rows with ties;
select distinct on (${o}) ${o},id,${num} from ${t} order by ${o},id desc;
select ${o},count(*),grouping(${o}) from ${t} group by grouping sets ((${o}),()) order by 3,1,2;
select ${o},${num},sum(id) from ${t} group by rollup(${o},${num}) order by 1 nulls first,2 nulls first,3;
select ${o},count(*) from ${t} group by cube(${o}) having count(*)>1 order by 2,1;
select coalesce(${o}::text,'-') as k,count(*) from ${t} group by 1 order by 1;

-- case: json and aggregates of strings
-- nocontents
select string_agg(${o}::text,',' order by ${o},id) from ${t};
select json_agg(json_build_object('k',u.${o},'id',u.id) order by u.id) from ${t} u;
select jsonb_object_agg(u.id,u.${o}) from ${t} u;
select array_agg(u.${o} order by u.id desc) from ${t} u;
select row_to_json(u) from ${t} u order by id;
select to_jsonb(u)-'id' from ${t} u order by id;
select json_agg(x order by x.id) from (select id,${o} from ${t}) x;
select coalesce(json_agg(u.*) filter (where u.id is not null),'[]') from ${r} o left join ${t} u on u.id=o.${rfk};
select jsonb_build_array(u.${o},o.note) from ${t} u join ${r} o on o.${rfk}=u.id order by o.id;

-- case: windows
select id,${o},row_number() over (order by ${o},id),lag(${o}) over (partition by ${num} order by id),first_value(${o}) over w from ${t} window w as (order by id) order by id;
select * from (select u.*,dense_rank() over (order by ${o}) rnk from ${t} u) x where rnk<=2 order by id;
select ${o},sum(${num}) over (partition by ${o} order by id rows between 1 preceding and current row) from ${t} order by id;
select percentile_disc(0.5) within group (order by ${o}) from ${t};
select mode() within group (order by ${o}) from ${t};

-- case: values batches of updates
update ${t} set ${num}=v.n from (values (1,11),(2,12)) as v(id,n) where v.id=${t}.id;
update ${t} set ${o}=cast(v.val as ${typ}) from (values (1,${n1}),(2,${n2})) as v(id,val) where v.id=${t}.id returning ${t}.id,${t}.${o},v.*;
update ${t} as t set ${o}=v.${o} from (values (1,cast(${n1} as ${typ})),(2,cast(${n2} as ${typ}))) as v(id,${o}) where v.id=t.id returning t.${o};
update ${t} t set ${o}=s.${o} from (select id,${o} from ${t}) s where s.id=t.id+1 returning t.id,t.${o},s.${o};
update ${t} set ${o}=(select x.${o} from ${t} x where x.id=1) where id=2 returning *;
update ${t} set (${o},${num})=(select ${o},${num} from ${t} x where x.id=3) where id=2 returning *;
update ${t} set ${o}=case id when 1 then ${n1} when 2 then ${n2} else ${o} end where id in (1,2,3);
update ${t} set ${o}=case when ${o}=${v1} then ${v2} else ${v1} end;

-- case: values batches with parameters
-- params: 1, ${pn1}, 2, ${pn2}
update ${t} set ${o}=cast(v.val as ${typ}) from (values (cast(? as int),cast(? as ${typ})),(cast(? as int),cast(? as ${typ}))) as v(id,val) where v.id=${t}.id returning ${t}.id,${t}.${o};
-- params: 1, ${pn1}, 1
update ${t} set ${o}=case when id=? then cast(? as ${typ}) else ${o} end where id>=? returning id,${o};
-- params: ${pn1}, ${pv1}
update ${t} set ${o}=coalesce(cast(? as ${typ}),${o}) where ${o}=? returning ${o};
-- params: null::null
update ${t} set ${o}=coalesce(cast(? as ${typ}),${o}) returning id,${o};

-- case: upserts
insert into ${t} (id,${o},${ins}) values (1,${n1},${insv1}) on conflict (id) do update set ${o}=excluded.${o} returning id,${o},xmax=0 as inserted;
insert into ${t} (id,${o},${ins}) values (1,${n2},${insv1}),(77,${n3},${insv2}) on conflict (id) do update set ${o}=excluded.${o},${num}=${t}.${num}+1 where ${t}.${o} is distinct from excluded.${o} returning *,(xmax=0);
insert into ${t} as u (id,${o},${ins}) select id,${o},${oth},${num} from ${t} where id<4 on conflict (id) do update set (${o},${num})=(excluded.${o},u.id) returning u.*;
insert into ${t} (id,${o},${ins}) values (2,${n1},${insv1}) on conflict do nothing returning id;
insert into ${t} (id,${o},${ins}) values (2,${n1},${insv1}) on conflict on constraint "${pkey}" do update set ${o}=case when ${t}.${o}=${v1} then excluded.${o} else ${t}.${o} end returning ${o};
-- params: 2, ${pn1}, 'q'
insert into ${t} (id,${o},${oth}) values (?,?,?) on conflict (id) do update set ${o}=excluded.${o},${oth}=excluded.${oth};

-- case: upsert with binds in the update
-- params: 2, ${pn1}, 'q', ${pn2}
insert into ${t} (id,${o},${oth}) values (?,?,?) on conflict (id) do update set ${o}=? returning id,${o},${oth};

-- case: pipelines
with gone as (delete from ${t} where id in (5,6) returning *) insert into ${t} (id,${o},${oth},${num}) select id+100,${o},${oth},${num} from gone returning id,${o};
with up as (update ${t} set ${o}=${n1} where id=1 returning id,${o}) select up.${o},u.${num} from up join ${t} u on u.id=up.id;
with src as (select id,${o} from ${t} where id<3), ins as (insert into ${t} (${o},${ins}) select ${o},${insv1} from src returning ${o}) select count(*),min(${o}::text) from ins;
with recursive w(id,${o},n) as (select id,${o},1 from ${t} where id=1 union all select t.id,t.${o},n+1 from ${t} t join w on t.id=w.id+1 where n<4) select * from w order by n;
with d as (delete from ${r} where ${rfk} in (select id from ${t} where ${o}=${v1}) returning ${rfk}) select count(*) from d;

-- case: queues
select id,${o} from ${t} where ${o}=${v1} order by id limit 1 for update skip locked;
select id,${o} from ${t} where id=2 for no key update nowait;
update ${t} set ${o}=${n1} where id=(select id from ${t} where ${o}=${v1} order by id for update skip locked limit 1) returning *;
delete from ${t} where id in (select id from ${t} where ${o}=${v2} and id>4 order by ${o} limit 1 for update) returning ${o};
select u.${o},o.note from ${t} u join ${r} o on o.${rfk}=u.id for update of u;

-- case: any, all, lists
select id from ${t} where ${o} = any(array[${v1},${v2}]::${typ}[]) order by id;
select id from ${t} where ${o} <> all(array[${v1}]::${typ}[]) order by id;
select id from ${t} where ${o} = any((select array_agg(${o}) from ${t} where id<3)::${typ}[]) order by id;
select id from ${t} where ${o} in (select ${o} from ${t} where id<3) order by id;
select id from ${t} where not (${o} in (${v1},${v2},${v3})) order by id;
select id from ${t} where ${o} not in (${v1},null) order by id;
select id from ${t} where ${o} between ${v1} and ${v2} order by id;
select id from ${t} where ${o} not between symmetric ${v2} and ${v1} order by id;
select id from ${t} where ${o} = some (values (cast(${v1} as ${typ})),(${v2})) order by id;
-- params: ${pv1}, ${pv2}, ${pn1}
select id from ${t} where ${o} in (?,?,?) order by id;

-- case: reports
select u.${o} as "Kunde",count(o.id) "Anzahl" from ${t} u left join ${r} o on u.id=o.${rfk} group by u.id order by "Anzahl" desc,"Kunde",u.id;
select u.id,u.${o} from ${t} u group by u.id having count(*)=1 order by u.${o},u.id;
select case when ${o}=${v1} then 'one' when ${o} is null then 'null' else 'other' end as c,count(*) from ${t} group by c order by c;
select (select max(x.${o}::text) from ${t} x where x.id<u.id) as m,u.${o} from ${t} u order by u.id;
select l.${o},l.id from ${r} o cross join lateral (select ${o},id from ${t} u where u.id=o.${rfk}) l order by o.id;
select ${o} from ${t} where id<3 union select ${o} from ${t} where id>6 order by ${o};
select ${o},id from ${t} where id<3 union all select ${o},id from ${t} where id>6 order by 2 desc limit 3;
select ${o} from ${t} intersect select ${o} from ${t} where id>1 order by 1;
(select id,${o} from ${t} order by ${o},id limit 2) union all (select id,${o} from ${t} order by ${o} desc,id limit 2) order by 1;
select min(${o}::text),max(${o}::text) from ${t} where ${o} is not null;
select /*+ IndexScan(u) */ ${o} -- the name
from ${t} /* mapped */ u where /* ? */ u.${o}=${v1} order by id;
select u.${o}::text as ${o} from ${t} u order by ${o} desc,id;
select ${o} x from ${t} order by x,id;
select ${o} from ${t} order by lower(${o}::text),id;
select ${o},id from ${t} order by ${o} is null desc,${o} desc nulls last,id;
select ${o} from ${t} where ${o} is distinct from ${v1} order by id;
select nullif(${o},${v1}),greatest(${o},${v2}),least(${o},${v1}) from ${t} order by id;

-- case: inserts of selects with conflict
insert into ${t} (id,${oth},${o},${num}) select u.id,u.${oth},u.${o},o.id from ${t} u join ${r} o on o.${rfk}=u.id where o.id in (1,3,4) on conflict (id) do update set ${num}=excluded.${num},${o}=excluded.${o} returning *;
insert into ${t} (${oth},${o}) select 'c'||g,${n1} from generate_series(1,3) g;
insert into ${t} (${oth},${o}) select v.* from (values ('a',${n1}),('b',${n2})) v(x,y);
insert into ${t} (${oth},${o}) table_missing;

-- case: values with casts
insert into ${t} (${oth},${o}) select * from (values ('a',cast(${n1} as ${typ})),('b',cast(${n2} as ${typ}))) v(x,y) returning ${o};
insert into ${t} (${oth},${o}) values ('e',cast(${n1} as ${typ})),('f',(select ${o} from ${t} where id=1)) returning *;

-- case: batch returning keys
-- batch
-- keys: id,${o}
-- params: ${pn1}, 'a'
-- params: ${pn2}, 'b'
-- params: ${pn1}, 'c'
insert into ${t} (${o},${oth}) values (?,?);

-- case: keys of an update and a delete
-- keys: *
-- params: ${pn1}
update ${t} set ${o}=? where id<3;
-- keys: ${o},id
delete from ${t} where id=6;

-- case: streaming
-- fetch: 2
select * from ${t} order by id;
-- fetch: 3
select ${o},id from ${t} where ${o}=${v1} order by ${o},id;

-- case: nulls of each kind
-- needs: nullok
-- params: null::varchar
update ${t} set ${o}=? where id=1;
-- params: null::int4
update ${t} set ${o}=? where id=1;

-- case: old and new in returning
update ${t} set ${o}=${n1} where id=1 returning old.${o},new.${o},old.id;
update ${t} set ${o}=${n1} where id=1 returning with (old as o, new as n) o.${o},n.*;
insert into ${t} (${oth},${o}) values ('r',${n1}) returning old.${o} is null,new.${o};
delete from ${t} where id=6 returning old.*,new.${o};

-- case: derived names
select x.a,x.b from (select id,${o} from ${t}) as x(a,b) order by a;
select * from ${t} as x(a,b,c,d) where d>20 order by a;
select u.* from ${t} u join ${t} w using (id) where w.${o}=${v1} order by id;
select count(*) from ${t} natural join ${t} w;
select exists(select from ${t} where ${o}=${v1}),(select ${o} from ${t} where id=1);
table ${t} order by id limit 2;
select ${t}.${o} from ${t} where ${t}.${o}=${v1} order by ${t}.id;
select public.${t}.${o} from public.${t} order by public.${t}.id;
