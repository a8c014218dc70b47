"""Sinks: where frames are written, with the catalog told of it."""

from awsglue.catalog import announce_table
from awsglue.files import write_files
from awsglue.unsupported import known_only, refuse

KNOWN = ("path", "enableUpdateCatalog", "updateBehavior", "partitionKeys", "compression", "compressionType", "useGlueParquetWriter")


class S3Sink:
    """A place in S3, a format, and perhaps a table of the catalog that follows what is written."""

    def __init__(self, path=None, enableUpdateCatalog=False, updateBehavior="LOG", partitionKeys=(), **more):
        known_only(more, KNOWN, "getSink")
        if not path:
            raise ValueError("getSink needs a path")
        self._path = path
        self._update = str(enableUpdateCatalog).lower() == "true"
        self._behavior = updateBehavior or "UPDATE_IN_DATABASE"
        self._keys = list(partitionKeys or [])
        self._compression = more.get("compression") or more.get("compressionType")
        self._format, self._options, self._table = "parquet", {}, None

    def setFormat(self, format, **options):
        self._format, self._options = format, options
        return self

    def setCompression(self, compression):
        self._compression = compression
        return self

    def setCatalogInfo(self, catalogDatabase, catalogTableName, catalogId=""):
        self._table = (catalogDatabase, catalogTableName)
        return self

    def writeFrame(self, dynamic_frame, info=""):
        if self._update and self._table is None:
            raise ValueError("enableUpdateCatalog needs setCatalogInfo(catalogDatabase, catalogTableName)")
        frame = dynamic_frame.toDF()
        compression = None if self._compression in (None, "", "uncompressed") else self._compression
        write_files(frame, self._path, self._format, self._options, self._keys, compression)
        if self._update:
            announce_table(frame, *self._table, self._path, self._format, self._keys, self._behavior, self._options)
        return dynamic_frame

    def write(self, dynamic_frame_or_dfc, info=""):
        return self.writeFrame(dynamic_frame_or_dfc, info)

    def __getattr__(self, name):
        refuse(f"DataSink.{name}")
