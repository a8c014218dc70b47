import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonEnvironment, type RunPython } from '../../servers/python.ts'
import { type Started, start } from '../start.ts'

let sandbox: Started
let run: RunPython
beforeAll(async () => {
  run = await pythonEnvironment(['awswrangler==3.17.1', 'awscli==1.45.11'])
  sandbox = await start()
})
afterAll(async () => {
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

/** Runs awswrangler's code: `wr`, `pd`, and a dataset `sales` partitioned by year in the database `shop`. */
const wrangle = <Result>(script: string): Promise<Result> =>
  run(
    `
import os, warnings; warnings.filterwarnings('ignore')
os.environ.update(given)
import awswrangler as wr, pandas as pd, datetime
from decimal import Decimal as D
BUCKET = 's3://lake'
def once():
    if 'shop' in wr.catalog.databases().values: return
    import boto3; boto3.client('s3').create_bucket(Bucket='lake', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
    wr.catalog.create_database('shop')
    df = pd.DataFrame({'id': [1, 2, 3], 'name': ['Ann', None, 'Zoë "q", x'], 'price': [D('10.50'), D('-0.01'), None],
      'day': [datetime.date(2024, 1, 31), None, datetime.date(1999, 12, 31)], 'at': pd.to_datetime(['2024-01-31 10:00:00.123', None, '1999-12-31'], format='ISO8601'),
      'ok': [True, False, None], 'x': [1.5, float('nan'), 1e10], 'year': [2024, 2024, 2023]})
    wr.s3.to_parquet(df, f'{BUCKET}/sales/', dataset=True, database='shop', table='sales', partition_cols=['year'],
      dtype={'price': 'decimal(12,2)', 'ok': 'boolean'})
once()
${script}`,
    {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  )

const ROWS = [
  ['1', 'Ann', '10.50', '2024-01-31', '2024-01-31 10:00:00.123000', 'True', '1.5', '2024'],
  ['2', 'None', '-0.01', 'None', 'NaT', 'False', 'nan', '2024'],
  ['3', 'Zoë "q", x', 'None', '1999-12-31', '1999-12-31 00:00:00', 'None', '10000000000.0', '2023'],
]

const SHOWN = `
def shown(df): return [[str(None if v is pd.NA or (c == 'name' and not isinstance(v, str)) else v) for c, v in zip(df.columns, row)] for row in df.itertuples(index=False)]
def kinds(df): return sorted({type(v).__name__ for v in df['price'] if v is not None})
`

test.each([
  ['CTAS', `ctas_approach=True`],
  ['a CSV file', 'ctas_approach=False'],
  ['UNLOAD', `ctas_approach=False, unload_approach=True, s3_output=f'{BUCKET}/unload/'`],
])('a query is read by %s, decimals as decimals', async (_, how) => {
  const result = await wrangle<Record<string, unknown>>(`${SHOWN}
df = wr.athena.read_sql_query('select * from sales order by id', database='shop', ${how})
df = df[['id', 'name', 'price', 'day', 'at', 'ok', 'x', 'year']].sort_values('id')
result = {'rows': shown(df), 'kinds': kinds(df), 'types': {c: str(t) for c, t in df.dtypes.items()},
  'tables': [t['Name'] for t in wr.catalog.get_tables(database='shop')]}`)
  expect(result.rows).toEqual(ROWS)
  expect(result.kinds).toEqual(['Decimal'])
  // What CTAS made for the answer is gone again.
  expect(result.tables).toEqual(['sales'])
  expect(result.types).toMatchObject({ id: 'Int64', year: 'Int64', ok: 'boolean', x: 'float64' })
})

test('parameters, chunks, and an answer without rows', async () => {
  const result = await wrangle<Record<string, unknown>>(`
read = lambda sql, **more: wr.athena.read_sql_query(sql, database='shop', **more)
chunks = [len(df) for df in read('select id from sales', ctas_approach=False, chunksize=2)]
result = {
  'qmark': read('select name from sales where id = ? and year = ?', params=['1', '2024'], paramstyle='qmark', ctas_approach=False)['name'].tolist(),
  'named': read('select name from sales where name = :n', params={'n': 'Ann'}, ctas_approach=False)['name'].tolist(),
  'chunks': chunks,
  'none': len(read('select * from sales where id > 100', ctas_approach=False)),
  'none_ctas': len(read('select * from sales where id > 100')),
}`)
  expect(result).toEqual({ qmark: ['Ann'], named: ['Ann'], chunks: [2, 1], none: 0, none_ctas: 0 })
})

test('the catalog: create, describe, repair, list, delete', async () => {
  const result = await wrangle<Record<string, unknown>>(`
wr.catalog.create_parquet_table(database='shop', table='typed', path=f'{BUCKET}/typed/', columns_types={'a': 'int', 'b': 'decimal(10,2)', 'c': 'array<string>'}, partitions_types={'p': 'string'}, compression='snappy')
wr.s3.to_parquet(pd.DataFrame({'a': [1], 'b': [D('1.25')], 'c': [['x', 'y']]}), f'{BUCKET}/typed/p=one/0.parquet', dtype={'a': 'int', 'b': 'decimal(10,2)'})
described = wr.athena.describe_table(table='typed', database='shop')
state = wr.athena.repair_table(table='typed', database='shop')
result = {
  'types': wr.catalog.get_table_types(database='shop', table='typed'),
  'described': described.fillna('').values.tolist(),
  'state': state,
  'partitions': wr.catalog.get_partitions(database='shop', table='typed'),
  'rows': [[str(v) for v in row] for row in wr.athena.read_sql_query('select a, b, c[2] as second, p from typed', database='shop').itertuples(index=False)],
  'tables': wr.catalog.tables(database='shop')['Table'].tolist(),
  'create': wr.athena.show_create_table(table='typed', database='shop')[:44],
}
result['deleted'] = wr.catalog.delete_table_if_exists(database='shop', table='typed')
result['left'] = wr.catalog.tables(database='shop')['Table'].tolist()`)
  expect(result).toEqual({
    types: { a: 'int', b: 'decimal(10,2)', c: 'array<string>', p: 'string' },
    described: [
      ['a', 'int', false, ''],
      ['b', 'decimal(10,2)', false, ''],
      ['c', 'array<string>', false, ''],
      ['p', 'string', true, ''],
    ],
    state: 'SUCCEEDED',
    partitions: { 's3://lake/typed/p=one': ['one'] },
    rows: [['1', '1.25', 'y', 'one']],
    tables: ['sales', 'typed'],
    create: expect.stringContaining('CREATE EXTERNAL TABLE `shop.typed`('),
    deleted: true,
    left: ['sales'],
  })
})

test('a work group that is enforced says where answers go; a query that fails says why', async () => {
  const result = await wrangle<Record<string, unknown>>(`
wr.athena.create_athena_bucket()
import boto3; a = boto3.client('athena')
a.create_work_group(Name='team', Configuration={'ResultConfiguration': {'OutputLocation': f'{BUCKET}/team/'}, 'EnforceWorkGroupConfiguration': True})
df = wr.athena.read_sql_query('select count(*) as n from sales', database='shop', workgroup='team')
df2 = wr.athena.read_sql_query('select count(*) as n from sales', database='shop', workgroup='team', ctas_approach=False)
try: wr.athena.read_sql_query('select nope from sales', database='shop', ctas_approach=False); said = None
except Exception as e: said = [type(e).__name__, str(e)]
result = {'n': [int(df['n'][0]), int(df2['n'][0])], 'said': said, 'files': len([p for p in wr.s3.list_objects(f'{BUCKET}/team/') if p.endswith('.csv')])}`)
  expect(result).toEqual({
    n: [3, 3],
    said: ['QueryFailed', "SYNTAX_ERROR: Column 'nope' cannot be resolved"],
    files: 2,
  })
})

test('rows are inserted, and a partition is overwritten', async () => {
  const result = await wrangle<Record<string, unknown>>(`
df = pd.DataFrame({'k': [1, 2], 'v': [D('1.10'), D('2.20')], 'p': ['a', 'b']})
write = lambda df, mode: wr.s3.to_parquet(df, f'{BUCKET}/over/', dataset=True, database='shop', table='over', partition_cols=['p'], mode=mode, dtype={'v': 'decimal(10,2)'})
write(df, 'overwrite'); write(df[:1], 'append'); write(df[1:].assign(v=[D('9.99')]), 'overwrite_partitions')
wr.athena.start_query_execution("insert into over select 7, cast(7.7 as decimal(10,2)), 'c'", database='shop', wait=True)
df = wr.athena.read_sql_query('select p, count(*) n, sum(v) s from over group by p order by p', database='shop', ctas_approach=False)
result = [[str(v) for v in row] for row in df.itertuples(index=False)]
wr.catalog.delete_table_if_exists(database='shop', table='over')`)
  expect(result).toEqual([
    ['a', '2', '2.20'],
    ['b', '1', '9.99'],
    ['c', '1', '7.70'],
  ])
})
