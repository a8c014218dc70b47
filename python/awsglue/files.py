"""Files of S3: what Glue's formats and their options are to Spark."""

from awsglue.unsupported import known_only, refuse

FORMATS = {"parquet": "parquet", "glueparquet": "parquet", "json": "json", "csv": "csv", "orc": "orc"}
CSV = ("withHeader", "separator", "quoteChar", "escaper", "multiLine", "multiline", "optimizePerformance", "writeHeader")
OPTIONS = {"parquet": ("compression", "useGlueParquetWriter", "blockSize", "pageSize"), "orc": ("compression",),
           "json": ("multiLine", "multiline", "compression"), "csv": (*CSV, "compression")}
# How files are put together for readers changes no row.
READING = ("paths", "path", "recurse", "groupFiles", "groupSize", "exclusions", "useS3ListImplementation", "compressionType", "partitionKeys")


def spark_format(name):
    if name not in FORMATS:
        refuse(f"The format {name}")
    return FORMATS[name]


def _flag(value):
    return str(value).lower()


def _csv_options(options, writing):
    header = options.get("writeHeader", True) if writing else options.get("withHeader", False)
    quote = options.get("quoteChar", '"')
    return {
        "header": _flag(header),
        "sep": options.get("separator", ","),
        "quote": "\u0000" if quote in (-1, "-1") else quote,
        "escape": options.get("escaper") or ('"' if quote == '"' else "\\"),
        "multiLine": _flag(options.get("multiLine", options.get("multiline", False))),
    }


def format_options(name, options, writing=False):
    """Spark's options for what Glue's say."""
    kind = spark_format(name)
    options = options or {}
    known_only(options, OPTIONS[kind], f"The format {name}")
    spark = _csv_options(options, writing) if kind == "csv" else {}
    if kind == "json" and not writing:
        spark["multiLine"] = _flag(options.get("multiLine", options.get("multiline", False)))
    if writing and options.get("compression"):
        spark["compression"] = options["compression"]
    return spark


def read_files(spark, connection_options, format, options=None, schema=None):
    """Files below paths, as a DataFrame. Texts of CSV stay texts; without a header its columns are col0, col1 …"""
    known_only(connection_options, READING, "Reading from S3")
    if connection_options.get("exclusions"):
        refuse("Reading from S3 with exclusions")
    paths = connection_options.get("paths") or [connection_options["path"]]
    reader = spark.read.options(**format_options(format, options))
    if _flag(connection_options.get("recurse", False)) == "true":
        reader = reader.option("recursiveFileLookup", "true")
    if schema is not None:
        reader = reader.schema(schema)
    frame = reader.format(spark_format(format)).load(list(paths))
    named = schema is not None or spark_format(format) != "csv" or (options or {}).get("withHeader")
    return frame if named else frame.toDF(*[f"col{i}" for i in range(len(frame.columns))])


def write_files(frame, path, format, options=None, partition_keys=(), compression=None):
    """Adds files to a path, as Glue's sinks do: what is there stays."""
    writer = frame.write.mode("append").format(spark_format(format)).options(**format_options(format, options, True))
    writer = writer.option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
    if compression:
        writer = writer.option("compression", compression)
    if partition_keys:
        writer = writer.partitionBy(*partition_keys)
    writer.save(path)
