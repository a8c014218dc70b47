/** An expression over the columns of `edge-rows.ts`, in the SQL of two engines; measured on a real Trino to give the same values. */
export interface Expression {
  readonly name: string
  readonly duckdb: string
  /** The same as DuckDB's where it is left out. */
  readonly trino?: string
}

export const EXPRESSIONS: readonly Expression[] = [
  { name: 'dec add', duckdb: 'cast(d + e as decimal(20,4))' },
  { name: 'dec sub', duckdb: 'cast(cast(d as decimal(20,4)) - d2 as decimal(20,4))' },
  { name: 'dec mul (p1+p2<=37)', duckdb: 'cast(cast(d as decimal(28,4)) * e as decimal(28,6))' },
  {
    name: 'dec mul -> round half up to 2',
    duckdb: 'cast(cast(cast(d as decimal(28,4)) * e as decimal(28,6)) as decimal(24,2))',
  },
  { name: 'round half up by cast', duckdb: 'cast(d as decimal(18,2))' },
  { name: 'round half up by cast to 0', duckdb: 'cast(d as decimal(18,0))' },
  { name: 'round() on decimal', duckdb: 'cast(round(d,2) as decimal(18,2))' },
  { name: 'dec neg/abs', duckdb: 'cast(abs(-d) as decimal(18,4))' },
  { name: 'sign', duckdb: 'cast(sign(d) as int)' },
  { name: 'floor dec', duckdb: 'cast(floor(d) as bigint)' },
  { name: 'ceil dec', duckdb: 'cast(ceil(d) as bigint)' },
  {
    name: 'dec div (18,4)/(9,2) -> 4',
    duckdb:
      'cast(cast(case when (d<0)<>(e<0) then -1 else 1 end * ((2*abs(cast(cast(d as decimal(30,4))*cast(10000 as decimal(5,0)) as hugeint))*100+abs(cast(cast(e as decimal(30,2))*cast(100 as decimal(3,0)) as hugeint))*1)//nullif(2*abs(cast(cast(e as decimal(30,2))*cast(100 as decimal(3,0)) as hugeint))*1,0)) as decimal(31,0))*cast(0.0001 as decimal(5,4)) as decimal(30,4))',
    trino: 'cast(cast(d as decimal(20,4)) / nullif(e,0) as decimal(30,4))',
  },
  {
    name: 'dec div (18,4)/(18,4) -> 6',
    duckdb:
      'cast(cast(case when (d<0)<>(d2<0) then -1 else 1 end * ((2*abs(cast(cast(d as decimal(30,4))*cast(10000 as decimal(5,0)) as hugeint))*1000000+abs(cast(cast(d2 as decimal(30,4))*cast(10000 as decimal(5,0)) as hugeint))*1)//nullif(2*abs(cast(cast(d2 as decimal(30,4))*cast(10000 as decimal(5,0)) as hugeint))*1,0)) as decimal(31,0))*cast(0.000001 as decimal(7,6)) as decimal(30,6))',
    trino: 'cast(cast(d as decimal(22,6)) / nullif(d2,0) as decimal(30,6))',
  },
  { name: 'dec(9,2) -> double', duckdb: 'cast(e as double)' },
  { name: 'dec -> double exact', duckdb: 'cast(d as double)', trino: 'cast(cast(d as varchar) as double)' },
  { name: 'int/int as double', duckdb: 'cast(i as double)/nullif(cast(j as double),0)' },
  { name: 'int div (trunc)', duckdb: 'cast(i as bigint) // nullif(j,0)', trino: 'cast(i as bigint) / nullif(j,0)' },
  { name: 'int mod', duckdb: 'cast(i as bigint) % nullif(j,0)' },
  { name: 'int add', duckdb: 'cast(i as bigint)+cast(j as bigint)' },
  { name: 'int mul', duckdb: 'cast(i as bigint)*cast(j as bigint)' },
  { name: 'dec->int trunc', duckdb: 'cast(trunc(d) as bigint)', trino: 'cast(truncate(d) as bigint)' },
  { name: 'dec->int round', duckdb: 'cast(cast(d as decimal(18,0)) as bigint)' },
  { name: 'double->int floor', duckdb: 'cast(floor(f) as bigint)' },
  { name: 'double->dec cast', duckdb: 'cast(f as decimal(22,4))' },
  {
    name: 'double->dec guarded',
    duckdb:
      'case when abs(f)<0.000001 then cast(f as decimal(30,6)) else cast(cast(f as varchar) as decimal(30,6)) end',
  },
  { name: 'coalesce', duckdb: 'coalesce(i,j,-1)' },
  { name: 'nullif', duckdb: 'nullif(i,j)' },
  { name: 'case', duckdb: 'case when i>j then 1 when i=j then 0 when i<j then -1 end' },
  { name: 'searched null-safe eq', duckdb: 'i is not distinct from j' },
  {
    name: 'null-safe eq std',
    duckdb: 'case when i is null and j is null then true when i is null or j is null then false else i=j end',
  },
  { name: 'greatest std', duckdb: 'case when i is null or j is null then null when i>=j then i else j end' },
  { name: 'bool and/or', duckdb: '(bo and i>0) or j<0' },
  { name: 'bool->int', duckdb: 'cast(bo as int)' },
  { name: 'bool text', duckdb: "case when bo then 'true' when not bo then 'false' end" },
  { name: 'bool cast text', duckdb: 'cast(bo as varchar)' },
  { name: 'in', duckdb: 'i in (1,2,3)' },
  { name: 'between', duckdb: 'd between 0 and 100' },
  { name: 'concat ||', duckdb: "s||'-'||t" },
  { name: 'concat null->empty', duckdb: "coalesce(s,'')||'-'||coalesce(t,'')" },
  { name: 'substring', duckdb: 'substring(s,2,3)' },
  { name: 'left 3', duckdb: 'substring(s,1,3)' },
  { name: 'right 3', duckdb: 'substring(s, greatest(length(s)-2,1))' },
  { name: 'trim both', duckdb: "trim(both ' ' from s)" },
  { name: 'ltrim', duckdb: "ltrim(s,' ')", trino: "trim(leading ' ' from s)" },
  { name: 'rtrim', duckdb: "rtrim(s,' ')", trino: "trim(trailing ' ' from s)" },
  {
    name: 'upper ascii+latin1 by translate',
    duckdb:
      "translate(s,'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ','ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ')",
  },
  {
    name: 'lower ascii+latin1 by translate',
    duckdb:
      "translate(s,'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ','abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ')",
  },
  { name: 'replace', duckdb: "replace(s,'a','__')" },
  { name: 'replace to empty', duckdb: "replace(s,'a','')" },
  { name: 'length', duckdb: 'length(s)' },
  { name: 'octet length', duckdb: 'strlen(s)', trino: 'length(to_utf8(s))' },
  { name: 'is not distinct from', duckdb: 's is not distinct from t' },
  { name: 'length int', duckdb: 'cast(length(s) as int)' },
  { name: 'position', duckdb: "strpos(s,'a')" },
  { name: 'starts with', duckdb: "starts_with(s,'a')" },
  { name: 'starts with std', duckdb: "substring(s,1,1)='a'" },
  { name: 'lpad', duckdb: "lpad(cast(abs(cast(j as bigint)) as varchar),12,'0')" },
  { name: 'like escape', duckdb: "s like '%!_%' escape '!'" },
  { name: 'contains', duckdb: "position('a' in s)>0" },
  { name: 'eq', duckdb: 's=t' },
  { name: 'lt (byte order)', duckdb: 's<t' },
  { name: 'padding eq', duckdb: "g='a'" },
  { name: 'in strings', duckdb: "g in ('a','é')" },
  { name: 'split part', duckdb: "split_part(s,'-',1)" },
  { name: 'regex digits safe', duckdb: "regexp_full_match(num,'[0-9]+')", trino: "regexp_like(num,'\\A[0-9]+\\z')" },
  { name: 'year', duckdb: 'cast(extract(year from dt) as int)' },
  { name: 'month', duckdb: 'cast(extract(month from dt) as int)' },
  { name: 'day', duckdb: 'cast(extract(day from dt) as int)' },
  { name: 'quarter', duckdb: 'cast(extract(quarter from dt) as int)' },
  { name: 'iso week', duckdb: 'cast(extract(week from dt) as int)' },
  { name: 'iso year', duckdb: 'cast(extract(isoyear from dt) as int)', trino: 'cast(year_of_week(dt) as int)' },
  { name: 'iso dow 1=Mon', duckdb: 'cast(isodow(dt) as int)', trino: 'cast(day_of_week(dt) as int)' },
  { name: 'day of year', duckdb: 'cast(dayofyear(dt) as int)', trino: 'cast(day_of_year(dt) as int)' },
  { name: 'hour', duckdb: 'cast(extract(hour from ts) as int)' },
  { name: 'minute', duckdb: 'cast(extract(minute from ts) as int)' },
  { name: 'second', duckdb: 'cast(floor(extract(second from ts)) as int)' },
  { name: 'add days', duckdb: 'dt + n', trino: "date_add('day',n,dt)" },
  { name: 'add months', duckdb: 'cast(dt + to_months(n) as date)', trino: "date_add('month',n,dt)" },
  { name: 'add years', duckdb: 'cast(dt + to_months(12*(n//100)) as date)', trino: "date_add('month',12*(n/100),dt)" },
  { name: 'diff days', duckdb: "cast(date_diff('day',dt,dt2) as int)" },
  {
    name: 'diff months (boundaries)',
    duckdb:
      'cast((extract(year from dt2)-extract(year from dt))*12+extract(month from dt2)-extract(month from dt) as int)',
  },
  { name: 'diff days of timestamps by date', duckdb: "cast(date_diff('day',cast(ts as date),dt) as int)" },
  { name: 'trunc year', duckdb: "cast(date_trunc('year',dt) as date)", trino: "date_trunc('year',dt)" },
  { name: 'trunc quarter', duckdb: "cast(date_trunc('quarter',dt) as date)", trino: "date_trunc('quarter',dt)" },
  { name: 'trunc month', duckdb: "cast(date_trunc('month',dt) as date)", trino: "date_trunc('month',dt)" },
  { name: 'trunc week', duckdb: "cast(date_trunc('week',dt) as date)", trino: "date_trunc('week',dt)" },
  { name: 'ts trunc hour', duckdb: "date_trunc('hour',ts)" },
  { name: 'ts -> date', duckdb: 'cast(ts as date)' },
  { name: 'date -> ts', duckdb: 'cast(dt as timestamp)', trino: 'cast(dt as timestamp(6))' },
  { name: 'last day of month', duckdb: 'last_day(dt)', trino: 'last_day_of_month(dt)' },
  { name: 'date -> text', duckdb: 'cast(dt as varchar)' },
  {
    name: 'ts -> text us',
    duckdb: "strftime(ts,'%Y-%m-%d %H:%M:%S.%f')",
    trino: 'cast(cast(ts as timestamp(6)) as varchar)',
  },
  {
    name: 'fmt yyyymmdd int',
    duckdb: 'cast(extract(year from dt)*10000+extract(month from dt)*100+extract(day from dt) as int)',
  },
  { name: 'fmt yyyy-mm', duckdb: "strftime(dt,'%Y-%m')", trino: "date_format(dt,'%Y-%m')" },
  { name: 'fmt yyyy-mm by substring', duckdb: 'substring(cast(dt as varchar),1,7)' },
  { name: 'month name', duckdb: "strftime(dt,'%B')", trino: "date_format(dt,'%M')" },
  { name: 'day name', duckdb: "strftime(dt,'%A')", trino: "date_format(dt,'%W')" },
  { name: 'month short', duckdb: "strftime(dt,'%b')", trino: "date_format(dt,'%b')" },
  {
    name: 'month name by case',
    duckdb:
      "case extract(month from dt) when 1 then 'January' when 2 then 'February' when 12 then 'December' else 'other' end",
  },
  {
    name: 'text->date guarded',
    duckdb: "case when regexp_full_match(ds,'[0-9]{4}-[0-9]{2}-[0-9]{2}') and ds>='0001' then try_cast(ds as date) end",
    trino: "case when regexp_like(ds,'\\A[0-9]{4}-[0-9]{2}-[0-9]{2}\\z') and ds>='0001' then try_cast(ds as date) end",
  },
  {
    name: 'text->int guarded',
    duckdb: "case when regexp_full_match(num,'[+-]?[0-9]{1,18}') then cast(num as bigint) end",
    trino: "case when regexp_like(num,'\\A[+-]?[0-9]{1,18}\\z') then cast(num as bigint) end",
  },
  {
    name: 'text->int guarded via try_cast',
    duckdb: "case when regexp_full_match(num,'[+-]?[0-9]{1,18}') then try_cast(num as bigint) end",
    trino: "case when regexp_like(num,'\\A[+-]?[0-9]{1,18}\\z') then try_cast(num as bigint) end",
  },
  {
    name: 'text->dec guarded',
    duckdb:
      "case when regexp_full_match(num,'[+-]?[0-9]{1,14}([.][0-9]{1,12})?') then try_cast(num as decimal(18,4)) end",
    trino:
      "case when regexp_like(num,'\\A[+-]?[0-9]{1,14}([.][0-9]{1,12})?\\z') then try_cast(num as decimal(18,4)) end",
  },
  { name: 'int->text', duckdb: 'cast(i as varchar)' },
  { name: 'dec->text (scale<=6)', duckdb: 'cast(d as varchar)' },
]

/** Whole queries over the table `px`. */
export const QUERIES: readonly Expression[] = [
  { name: 'count distinct', duckdb: 'select g,count(distinct s),count(*),count(s) from px group by g' },
  {
    name: 'count distinct multi (canonical)',
    duckdb: "select g,count(distinct coalesce(cast(i as varchar),'~N')||'|'||coalesce(s,'~N')) from px group by g",
  },
  {
    name: 'sum/min/max',
    duckdb:
      'select g,cast(sum(i) as bigint),cast(sum(d) as decimal(38,4)),min(d),max(d),min(s),max(s),min(dt),max(dt),cast(sum(cast(b as decimal(38,0))) as decimal(38,0)) from px group by g',
  },
  {
    name: 'avg dec exact -> 6',
    duckdb:
      'select g,cast(cast(case when (sum(d)<0)<>(count(d)<0) then -1 else 1 end * ((2*abs(cast(cast(sum(d) as decimal(30,4))*cast(10000 as decimal(5,0)) as hugeint))*100+abs(cast(cast(count(d) as decimal(30,0))*cast(1 as decimal(1,0)) as hugeint))*1)//nullif(2*abs(cast(cast(count(d) as decimal(30,0))*cast(1 as decimal(1,0)) as hugeint))*1,0)) as decimal(31,0))*cast(0.000001 as decimal(7,6)) as decimal(30,6)) from px group by g',
    trino:
      'select g,cast(cast(sum(d) as decimal(28,6))/nullif(cast(count(d) as decimal(10,0)),0) as decimal(30,6)) from px group by g',
  },
  { name: 'avg int as double', duckdb: 'select g,cast(sum(i) as double)/nullif(count(i),0) from px group by g' },
  { name: 'avg dec as double', duckdb: 'select g,cast(sum(d) as double)/nullif(count(d),0) from px group by g' },
  { name: 'sum double (unsafe)', duckdb: 'select g,sum(f) from px group by g' },
  {
    name: 'sum double as decimal',
    duckdb: 'select g,cast(sum(cast(f as decimal(28,6))) as decimal(38,6)) from px group by g',
  },
  {
    name: 'agg filter',
    duckdb: 'select g,count(*) filter (where i>0),count(distinct i) filter (where bo) from px group by g',
  },
  {
    name: 'sum filter by case',
    duckdb:
      'select g,cast(sum(case when bo then i else 0 end) as bigint), count(case when bo then 1 end) from px group by g',
  },
  { name: 'group by null + order nulls last', duckdb: 'select g,count(*) from px group by g order by g nulls last' },
  {
    name: 'row_number over (s nulls last)',
    duckdb: 'select id,row_number() over(order by s nulls last,t nulls last,id) from px',
  },
  {
    name: 'row_number desc nulls first',
    duckdb: 'select id,row_number() over(order by d desc nulls first,id) from px',
  },
  {
    name: 'lag/lead valid_to',
    duckdb:
      'select id,lead(id) over(partition by g order by dt nulls last,id), sum(i) over (partition by g order by id rows between unbounded preceding and current row) from px',
  },
  { name: 'distinct', duckdb: 'select distinct g,bo from px' },
  { name: 'union all/except', duckdb: "select g from px except select g from px where g='a'" },
  {
    name: 'date range 1970..2099 digits',
    duckdb:
      "select date '1970-01-01' + n from (select a.v+10*b.v+100*c.v+1000*e.v+10000*f.v as n from (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) a(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) b(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) c(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) e(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) f(v)) x where n <= date_diff('day',date '1970-01-01',date '2099-12-31')",
    trino:
      "select date_add('day',n,date '1970-01-01') from (select a.v+10*b.v+100*c.v+1000*e.v+10000*f.v as n from (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) a(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) b(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) c(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) e(v) cross join (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) f(v)) x where n <= date_diff('day',date '1970-01-01',date '2099-12-31')",
  },
  {
    name: 'date range 10 years native',
    duckdb: "select cast(x as date) from generate_series(date '2015-01-01',date '2025-12-31',interval 1 day) t(x)",
    trino: "select x from unnest(sequence(date '2015-01-01',date '2025-12-31',interval '1' day)) t(x)",
  },
]
