"""DynamicFrame over a Spark DataFrame: its columns have one type each, so there is no choice to resolve."""

from pyspark.sql import functions as F
from pyspark.sql.types import DecimalType, IntegralType, LongType, NullType, Row, StructField, StructType

from awsglue.unsupported import refuse

TYPES = {"long": "bigint", "short": "smallint", "byte": "tinyint", "integer": "int", "bool": "boolean"}


def _column(path):
    """`a`, `a.b` of a struct, or a name with dots between backticks."""
    return F.col(path)


def _name(path):
    return path[1:-1] if path.startswith("`") and path.endswith("`") else path


def _top(path):
    name = _name(path)
    if name == path and "." in path:
        refuse(f"The nested path {path}")
    return name


class DynamicFrame:
    def __init__(self, data, glue_ctx, name=""):
        self._frame, self.glue_ctx, self.name = data, glue_ctx, name

    @classmethod
    def fromDF(cls, dataframe, glue_ctx, name=""):
        return cls(dataframe, glue_ctx, name)

    def toDF(self, options=None):
        if options:
            refuse("DynamicFrame.toDF with options")
        return self._frame

    def _with(self, frame):
        return DynamicFrame(frame, self.glue_ctx, self.name)

    def count(self):
        return self._frame.count()

    def schema(self):
        return self._frame.schema

    def printSchema(self):
        self._frame.printSchema()

    def show(self, num_rows=20):
        for row in self._frame.limit(num_rows).toJSON().collect():
            print(row)

    def errorsCount(self):
        return 0

    def stageErrorsCount(self):
        return 0

    def assertErrorThreshold(self):
        return None

    def getNumPartitions(self):
        return self._frame.rdd.getNumPartitions()

    def repartition(self, num_partitions, *args, **named):
        return self._with(self._frame.repartition(num_partitions))

    def coalesce(self, num_partitions, *args, **named):
        return self._with(self._frame.coalesce(num_partitions))

    def _known(self, paths):
        names = [_top(path) for path in paths]
        for name in names:
            if name not in self._frame.columns:
                raise ValueError(f"There is no column {name}; there are {', '.join(self._frame.columns)}")
        return names

    def select_fields(self, paths, *args, **named):
        paths = [paths] if isinstance(paths, str) else paths
        return self._with(self._frame.select(*[F.col(f"`{name}`") for name in self._known(paths)]))

    def drop_fields(self, paths, *args, **named):
        paths = [paths] if isinstance(paths, str) else paths
        gone = self._known(paths)
        return self._with(self._frame.select(*[F.col(f"`{name}`") for name in self._frame.columns if name not in gone]))

    def rename_field(self, oldName, newName, *args, **named):
        self._known([oldName])
        return self._with(self._frame.withColumnRenamed(_top(oldName), _top(newName)))

    def apply_mapping(self, mappings, case_sensitive=False, *args, **named):
        return self._with(self._frame.select(*[self._mapped(mapping) for mapping in mappings]))

    def _mapped(self, mapping):
        if len(mapping) == 2:
            (source, target), kind = mapping, None
        elif len(mapping) == 3:
            (source, target, kind) = mapping
        else:
            source, _, target, kind = mapping
        column = _column(source)
        return (column.cast(TYPES.get(kind, kind)) if kind else column).alias(_top(target))

    def filter(self, f, *args, **named):
        kept = self._frame.rdd.filter(lambda row: f(row.asDict(True)))
        return self._with(self._session().createDataFrame(kept, self._frame.schema))

    def map(self, f, preservesPartitioning=False, *args, **named):
        mapped = self._frame.rdd.map(lambda row: Row(**f(row.asDict(True)))).cache()
        if mapped.isEmpty():
            return self._with(self._session().createDataFrame([], self._frame.schema))
        schema = self._session().createDataFrame(mapped, samplingRatio=1.0).schema
        kept = StructType([self._same_type(field) for field in schema.fields])
        return self._with(self._session().createDataFrame(mapped, kept))

    def _same_type(self, field):
        """The type that the column had, where values alone do not tell it."""
        before = next((one for one in self._frame.schema.fields if one.name == field.name), None)
        if before is None:
            return field
        found, was = field.dataType, before.dataType
        whole = isinstance(found, LongType) and isinstance(was, IntegralType)
        keeps = isinstance(found, NullType) or whole or isinstance(found, DecimalType) and isinstance(was, DecimalType)
        return StructField(field.name, was, True) if keeps else field

    def join(self, paths1, paths2, frame2, *args, **named):
        keys = list(zip([paths1] if isinstance(paths1, str) else paths1, [paths2] if isinstance(paths2, str) else paths2))
        left = self._frame.alias("left")
        other = frame2.toDF()
        # As Glue names what both have.
        twins = {name: f".{name}" if name in self._frame.columns else name for name in other.columns}
        right = other.select(*[F.col(f"`{name}`").alias(twins[name]) for name in other.columns])
        condition = None
        for mine, theirs in keys:
            same = left[f"`{_top(mine)}`"] == right[f"`{twins[_top(theirs)]}`"]
            condition = same if condition is None else condition & same
        return self._with(left.join(right, condition, "inner"))

    def resolveChoice(self, specs=None, choice="", database=None, table_name=None, *args, **named):
        if choice == "match_catalog" or database or table_name:
            refuse("resolveChoice with match_catalog")
        if choice.startswith(("cast:", "project:")):
            refuse(f"resolveChoice of all columns by {choice}")
        frame = self._frame
        for path, action in specs or []:
            verb, _, kind = action.partition(":")
            if verb not in ("cast", "project", "make_cols", "make_struct"):
                refuse(f"resolveChoice by {action}")
            if verb in ("cast", "project"):
                self._known([path])
                frame = frame.withColumn(_top(path), F.col(f"`{_top(path)}`").cast(TYPES.get(kind, kind)))
        return self._with(frame)

    def drop_null_fields(self):
        """Without columns of which nothing is known but NULL."""
        void = [field.name for field in self._frame.schema.fields if isinstance(field.dataType, NullType)]
        return self.drop_fields(void)

    def split_fields(self, paths, name1, name2, *args, **named):
        chosen = self._known(paths)
        rest = [name for name in self._frame.columns if name not in chosen]
        return DynamicFrameCollection({name1: self.select_fields(chosen), name2: self.select_fields(rest)}, self.glue_ctx)

    def write(self, connection_type, connection_options=None, format=None, format_options=None, accumulator_size=0):
        return self.glue_ctx.write_dynamic_frame_from_options(self, connection_type, connection_options, format, format_options)

    def _session(self):
        return self._frame.sparkSession

    def __getattr__(self, name):
        refuse(f"DynamicFrame.{name}")


class DynamicFrameCollection:
    """Frames by name."""

    def __init__(self, dynamic_frames, glue_ctx):
        self._frames, self.glue_ctx = dict(dynamic_frames), glue_ctx

    def keys(self):
        return list(self._frames)

    def values(self):
        return list(self._frames.values())

    def select(self, key, transformation_ctx=""):
        return self._frames[key]

    def __getitem__(self, key):
        return self._frames[key]

    def __len__(self):
        return len(self._frames)

    def __getattr__(self, name):
        refuse(f"DynamicFrameCollection.{name}")


class DynamicFrameReader:
    def __init__(self, glue_context, given=lambda frame: frame):
        self._context, self._given = glue_context, given

    def from_options(self, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="", **more):
        return self._given(self._context.create_dynamic_frame_from_options(
            connection_type, connection_options, format, format_options, transformation_ctx, **more))

    def from_catalog(self, *args, **named):
        return self._given(self._context.create_dynamic_frame_from_catalog(*args, **named))

    def __getattr__(self, name):
        refuse(f"create_dynamic_frame.{name}")


class DynamicFrameWriter:
    def __init__(self, glue_context):
        self._context = glue_context

    def from_options(self, frame, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx=""):
        return self._context.write_dynamic_frame_from_options(frame, connection_type, connection_options, format, format_options)

    def from_catalog(self, frame, *args, **named):
        return self._context.write_dynamic_frame_from_catalog(frame, *args, **named)

    def __getattr__(self, name):
        refuse(f"write_dynamic_frame.{name}")
