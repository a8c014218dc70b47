# How three readers of Parquet see the published files: rows as text, and the type of each column's values.
import datetime, decimal
import duckdb, polars, pyarrow.parquet as pq

def text(value):
    if value is None: return None
    if isinstance(value, bool): return "true" if value else "false"
    if isinstance(value, (bytes, bytearray, memoryview)): return bytes(value).hex()
    if isinstance(value, datetime.datetime): return value.isoformat(" ").replace("+00:00", "+00")
    if isinstance(value, float): return repr(value)
    if isinstance(value, decimal.Decimal): return format(value, "f")
    return str(value)

def table(names, rows):
    types = [sorted({type(row[i]).__name__ for row in rows if row[i] is not None}) for i in range(len(names))]
    return {"names": names, "types": types, "rows": [[text(value) for value in row] for row in rows]}

def arrow(found):
    return table(found.column_names, [tuple(row) for row in zip(*[column.to_pylist() for column in found.columns])])

def with_pyarrow(file):
    return arrow(pq.read_table(file, partitioning=None))

def with_polars(file):
    found = polars.read_parquet(file, hive_partitioning=False)
    return table(found.columns, found.rows())

def with_duckdb(relation):
    return arrow(relation.to_arrow_table())

def connect(file):
    connection = duckdb.connect(file, read_only=True)
    connection.execute("set timezone = 'UTC'")
    return connection

memory = duckdb.connect()
memory.execute("set timezone = 'UTC'")
result = {name: {"pyarrow": with_pyarrow(file), "polars": with_polars(file), "duckdb": with_duckdb(memory.read_parquet(file))}
          for name, file in given["files"].items()}
database = connect(given["database"])
for name in result:
    result[name]["database"] = with_duckdb(database.table(name))
