# Spark's own readers and writers on s3://, in every usual way.
import sys
from awsglue.utils import getResolvedOptions
from pyspark.sql import SparkSession, functions as F

bucket = getResolvedOptions(sys.argv, ["bucket"])["bucket"]
spark = SparkSession.builder.getOrCreate()
at = f"s3://{bucket}"
rows = spark.range(1000).withColumn("country", F.concat(F.lit("Côte d'Ivoire "), F.col("id") % 3))
rows = rows.withColumn("amount", F.col("id").cast("decimal(20,2)"))


def fails(action):
    try:
        action()
    except Exception as error:
        return str(error)
    raise AssertionError("it did not fail")


def count(path, format="parquet", **options):
    return spark.read.format(format).options(**options).load(path).count()


rows.write.parquet(f"{at}/A b/ü")
rows.write.mode("append").parquet(f"s3a://{bucket}/A b/ü/")
assert count(f"s3n://{bucket}/A b/ü") == 2000
rows.limit(7).write.mode("overwrite").parquet(f"{at}/A b/ü")
assert count(f"{at}/A b/ü") == 7
assert "already exists" in fails(lambda: rows.write.parquet(f"{at}/A b/ü"))
rows.write.mode("ignore").parquet(f"{at}/A b/ü")
assert spark.sql(f"select sum(amount) from parquet.`{at}/A b/ü`").collect()[0][0] is not None

rows.write.partitionBy("country").parquet(f"{at}/parts")
assert spark.read.parquet(f"{at}/parts").where("country = \"Côte d'Ivoire 1\"").count() == 333
spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
rows.where("id = 1").write.mode("overwrite").partitionBy("country").parquet(f"{at}/parts")
counted = spark.read.parquet(f"{at}/parts").groupBy("country").count().orderBy("country").collect()
assert [row["count"] for row in counted] == [334, 1, 333], counted

rows.write.csv(f"{at}/csv", header=True)
rows.write.json(f"{at}/json")
rows.write.orc(f"{at}/orc")
assert count(f"{at}/csv", "csv", header="true") == count(f"{at}/json/*.json", "json") == count(f"{at}/orc", "orc") == 1000
spark.sparkContext.parallelize(["x", "y"]).saveAsTextFile(f"{at}/text")
assert sorted(spark.sparkContext.textFile(f"{at}/text").collect()) == ["x", "y"]

assert "does not exist" in fails(lambda: spark.read.parquet(f"{at}/none"))
assert "does not exist" in fails(lambda: rows.write.parquet("s3://no-such-bucket/x"))


def boom(row):
    raise ValueError("this row fails")


assert "this row fails" in fails(lambda: spark.createDataFrame(rows.rdd.map(boom), rows.schema).write.parquet(f"{at}/broken"))
