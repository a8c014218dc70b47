"""Tables of the Glue data catalog: reading them, and making them from what a sink wrote."""

import json
import sys

from pyspark.sql import functions as F

from awsglue.endpoint import call, found, pages
from awsglue.files import read_files, spark_format, write_files
from awsglue.jdbc import read_jdbc
from awsglue.unsupported import refuse

_TEXT = ("org.apache.hadoop.mapred.TextInputFormat", "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
SERDES = {
    "parquet": ("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", {"serialization.format": "1"}),
    "orc": ("org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcSerde", {"serialization.format": "1"}),
    "json": (*_TEXT, "org.openx.data.jsonserde.JsonSerDe", {}),
    "csv": (*_TEXT, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", {"field.delim": ","}),
}
UNSET = "__HIVE_DEFAULT_PARTITION__"


def _table(database, name):
    return call("glue", "GetTable", DatabaseName=database, Name=name)["Table"]


def _format_of(table):
    said = table.get("Parameters", {}).get("classification", "").lower()
    library = table.get("StorageDescriptor", {}).get("SerdeInfo", {}).get("SerializationLibrary", "").lower()
    for name in SERDES:
        if said in (name, f"glue{name}") or name in library:
            return name
    if "lazysimple" in library or "opencsv" in library:
        return "csv"
    return said or library or "no known format"


def read_table(spark, database, name, predicate=""):
    """A table as a DataFrame: of S3 the files of its location and partitions, of a crawled database the table itself."""
    table = _table(database, name)
    kind = _format_of(table)
    if kind in ("mysql", "mariadb"):
        connection = table["Parameters"]["connectionName"]
        place = table["StorageDescriptor"]["Location"].split(".")[-1]
        frame = read_jdbc(spark, kind, {"useConnectionProperties": "true", "connectionName": connection, "dbtable": place})
    else:
        frame = _read_s3(spark, table, kind)
    return frame.where(predicate) if predicate else frame


def _read_s3(spark, table, kind):
    spark_format(kind)
    descriptor = table["StorageDescriptor"]
    keys = table.get("PartitionKeys", [])
    if not keys:
        return _read_place(spark, table, kind, descriptor["Location"])
    frame = None
    for partition in pages("GetPartitions", "Partitions", DatabaseName=table["DatabaseName"], TableName=table["Name"]):
        part = _read_place(spark, table, kind, partition["StorageDescriptor"]["Location"])
        for key, value in zip(keys, partition["Values"]):
            part = part.withColumn(key["Name"], F.lit(None if value == UNSET else value).cast(key["Type"]))
        frame = part if frame is None else frame.unionByName(part, allowMissingColumns=True)
    if frame is None:
        columns = ", ".join(f"`{c['Name']}` {c['Type']}" for c in [*descriptor["Columns"], *keys])
        return spark.createDataFrame([], columns)
    return frame


def _read_place(spark, table, kind, place):
    descriptor = table["StorageDescriptor"]
    columns = ", ".join(f"`{column['Name']}` {column['Type']}" for column in descriptor["Columns"])
    options = {}
    if kind == "csv":
        serde = descriptor.get("SerdeInfo", {}).get("Parameters", {})
        said = {**table.get("Parameters", {}), **serde}
        options = {"withHeader": said.get("skip.header.line.count", "0") != "0",
                   "separator": said.get("field.delim", said.get("separatorChar", ","))}
    schema = columns if kind in ("csv", "json") else None
    return read_files(spark, {"paths": [place], "recurse": False}, kind, options, schema)


def write_table(frame, database, name):
    """Adds to a table that is there, in its place and format."""
    table = _table(database, name)
    keys = [key["Name"] for key in table.get("PartitionKeys", [])]
    kind = _format_of(table)
    place = table["StorageDescriptor"]["Location"]
    write_files(frame, place, kind, None, keys)
    if keys:
        _add_partitions(frame, table, keys)


def _columns(frame, keys, of_keys):
    chosen = [field for field in frame.schema.fields if (field.name in keys) == of_keys]
    order = sorted(chosen, key=lambda field: keys.index(field.name)) if of_keys else chosen
    return [{"Name": f.name.lower(), "Type": f.dataType.simpleString().replace("timestamp_ntz", "timestamp")} for f in order]


def _descriptor(columns, place, kind, options=None):
    reading, writing, library, parameters = SERDES[kind]
    separator = {"field.delim": (options or {}).get("separator", ",")} if kind == "csv" else {}
    return {
        "Columns": columns,
        "Location": place,
        "InputFormat": reading,
        "OutputFormat": writing,
        "SerdeInfo": {"SerializationLibrary": library, "Parameters": {**parameters, **separator}},
        "Compressed": False,
        "StoredAsSubDirectories": False,
    }


def announce_table(frame, database, name, place, format, keys, behavior, options=None):
    """Makes the catalog's table, or brings it up to what was written; with LOG a table that is there keeps its columns."""
    kind = spark_format(format)
    before = found("glue", "GetTable", DatabaseName=database, Name=name)
    columns = _columns(frame, keys, False)
    if before is not None:
        columns = _merged(before["Table"]["StorageDescriptor"].get("Columns", []), columns)
    table = {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": _parameters(kind, options),
        "PartitionKeys": _columns(frame, keys, True),
        "StorageDescriptor": _descriptor(columns, place, kind, options),
    }
    if before is None:
        call("glue", "CreateTable", DatabaseName=database, TableInput=table)
    elif behavior == "UPDATE_IN_DATABASE":
        call("glue", "UpdateTable", DatabaseName=database, TableInput=table)
    else:
        print(f"starlift: {database}.{name} is there and stays as it is (updateBehavior {behavior})", file=sys.stderr)
    if keys:
        _add_partitions(frame, _table(database, name), keys)


def _merged(before, now):
    known = {column["Name"]: column for column in now}
    return [known.pop(column["Name"], column) for column in before] + list(known.values())


def _parameters(kind, options):
    arguments = dict(zip(sys.argv[1::2], sys.argv[2::2]))
    header = {"skip.header.line.count": "1"} if kind == "csv" and (options or {}).get("writeHeader", True) else {}
    return {
        "classification": kind,
        "typeOfData": "file",
        "CreatedByJob": arguments.get("--JOB_NAME", ""),
        "CreatedByJobRun": arguments.get("--JOB_RUN_ID", ""),
        **header,
    }


def _add_partitions(frame, table, keys):
    """Those of the rows that were written and the catalog does not know."""
    rows = frame.select(*[F.col(f"`{key}`").cast("string") for key in keys]).distinct().collect()
    of = {"DatabaseName": table["DatabaseName"], "TableName": table["Name"]}
    there = {json.dumps(p["Values"]) for p in pages("GetPartitions", "Partitions", **of)}
    paths = frame.sparkSession._jvm.org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils
    inputs = []
    for row in rows:
        values = [UNSET if value is None or value == "" else value for value in row]
        if json.dumps(values) in there:
            continue
        path = "/".join(paths.getPartitionPathString(key, value) for key, value in zip(keys, values))
        place = f"{table['StorageDescriptor']['Location'].rstrip('/')}/{path}/"
        descriptor = {**table["StorageDescriptor"], "Location": place}
        inputs.append({"Values": values, "StorageDescriptor": descriptor})
    for start in range(0, len(inputs), 100):
        answer = call("glue", "BatchCreatePartition", **of, PartitionInputList=inputs[start:start + 100])
        if answer.get("Errors"):
            raise RuntimeError(f"Partitions of {table['Name']}: {answer['Errors'][0]}")


def refuse_kind(kind):
    refuse(f"The connection type {kind}")
