"""GlueContext: where a script gets its frames, and where it leaves them."""

import sys

from pyspark.sql import SparkSession

from awsglue.catalog import read_table, refuse_kind, write_table
from awsglue.dynamicframe import DynamicFrame, DynamicFrameReader, DynamicFrameWriter
from awsglue.files import read_files, write_files
from awsglue.jdbc import connection_conf, read_jdbc
from awsglue.sink import S3Sink
from awsglue.unsupported import known_only, refuse

FILES = ("parquet", "orc", "json", "csv")
JDBC = ("mysql", "mariadb", "jdbc")
OF_SQL = ("sql", "table", "read", "createDataFrame", "range", "udf", "catalog", "conf", "newSession")


class GlueLogger:
    """Writes to the job's error log, where Spark writes too."""

    def _say(self, level, message):
        print(f"{level} GlueLogger: {message}", file=sys.stderr)

    def info(self, message):
        self._say("INFO", message)

    def warn(self, message):
        self._say("WARN", message)

    def error(self, message):
        self._say("ERROR", message)

    def debug(self, message):
        self._say("DEBUG", message)


class GlueContext:
    def __init__(self, sparkContext, **options):
        self._sc = sparkContext
        self.spark_session = SparkSession.builder.getOrCreate()
        self.create_dynamic_frame = DynamicFrameReader(self)
        self.create_data_frame = DynamicFrameReader(self, DynamicFrame.toDF)
        self.write_dynamic_frame = DynamicFrameWriter(self)

    def get_logger(self):
        return GlueLogger()

    def extract_jdbc_conf(self, connection_name, catalog_id=None):
        return connection_conf(connection_name)

    def create_dynamic_frame_from_options(self, connection_type, connection_options=None, format=None, format_options=None,
                                          transformation_ctx="", push_down_predicate="", **more):
        known_only(more, (), "create_dynamic_frame_from_options")
        options = dict(connection_options or {})
        if connection_type in JDBC:
            frame = read_jdbc(self.spark_session, connection_type, options)
        elif connection_type == "s3" or connection_type in FILES:
            kind = connection_type if connection_type in FILES else format
            frame = read_files(self.spark_session, options, kind or "no format", format_options)
        else:
            refuse_kind(connection_type)
        return self._framed(frame.where(push_down_predicate) if push_down_predicate else frame, transformation_ctx)

    def create_dynamic_frame_from_catalog(self, database=None, table_name=None, redshift_tmp_dir="", transformation_ctx="",
                                          push_down_predicate="", additional_options=None, catalog_id=None, name_space=None):
        known_only(additional_options, ("hashfield", "hashexpression", "hashpartitions", "mergeSchema"), "from_catalog")
        frame = read_table(self.spark_session, database or name_space, table_name, push_down_predicate)
        return self._framed(frame, transformation_ctx)

    def create_data_frame_from_catalog(self, *args, **named):
        return self.create_dynamic_frame_from_catalog(*args, **named).toDF()

    def create_data_frame_from_options(self, *args, **named):
        return self.create_dynamic_frame_from_options(*args, **named).toDF()

    def write_dynamic_frame_from_options(self, frame, connection_type, connection_options=None, format=None,
                                         format_options=None, transformation_ctx=""):
        if connection_type != "s3":
            refuse(f"Writing to {connection_type}")
        options = dict(connection_options or {})
        known_only(options, ("path", "partitionKeys", "compression", "compressionType"), "Writing to S3")
        compression = options.get("compression") or options.get("compressionType")
        write_files(frame.toDF(), options["path"], format or "no format", format_options, options.get("partitionKeys", ()), compression)
        return frame

    def write_dynamic_frame_from_catalog(self, frame, database=None, table_name=None, redshift_tmp_dir="",
                                         transformation_ctx="", additional_options=None, catalog_id=None, name_space=None):
        known_only(additional_options, ("partitionKeys", "enableUpdateCatalog", "updateBehavior"), "Writing to a table")
        write_table(frame.toDF(), database or name_space, table_name)
        return frame

    def getSink(self, connection_type, format=None, transformation_ctx="", **options):
        if connection_type != "s3":
            refuse(f"getSink of {connection_type}")
        sink = S3Sink(**options)
        return sink.setFormat(format) if format else sink

    def getSource(self, *args, **named):
        refuse("GlueContext.getSource")

    def _framed(self, frame, name):
        return DynamicFrame(frame, self, name)

    def __getattr__(self, name):
        if name in OF_SQL:
            return getattr(self.__dict__["spark_session"], name)
        refuse(f"GlueContext.{name}")
