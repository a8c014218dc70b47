# A job as the exercise's people write it: five reads by a connection, SQL over views, four sinks that update the catalog.
import sys
from awsglue.transforms import *
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.dynamicframe import DynamicFrame


def sparkSqlQuery(glueContext, query, mapping, transformation_ctx) -> DynamicFrame:
    for alias, frame in mapping.items():
        frame.toDF().createOrReplaceTempView(alias)
    result = spark.sql(query)
    return DynamicFrame.fromDF(result, glueContext, transformation_ctx)


args = getResolvedOptions(sys.argv, ["JOB_NAME", "glue_connection", "glue_database", "target_path"])
sc = SparkContext()
glueContext = GlueContext(sc)
spark = glueContext.spark_session
job = Job(glueContext)
job.init(args["JOB_NAME"], args)


def read(table):
    return glueContext.create_dynamic_frame.from_options(
        connection_type="mysql",
        connection_options={
            "useConnectionProperties": "true",
            "dbtable": table,
            "connectionName": args["glue_connection"],
        },
        transformation_ctx=f"read_{table}",
    )


orders, details, products, productlines, customers = map(
    read, ["orders", "orderdetails", "products", "productlines", "customers"]
)

fact_orders = sparkSqlQuery(
    glueContext,
    query="""
        SELECT o.orderNumber AS order_number, d.orderLineNumber AS order_line, o.orderDate AS order_date,
               o.customerNumber AS customer_key, d.productCode AS product_key,
               md5(concat_ws('|', c.postalCode, c.city, c.country)) AS location_key,
               d.quantityOrdered AS quantity, d.priceEach AS price, d.quantityOrdered * d.priceEach AS amount
        FROM orders o JOIN orderdetails d ON o.orderNumber = d.orderNumber
        JOIN customers c ON c.customerNumber = o.customerNumber
    """,
    mapping={"orders": orders, "orderdetails": details, "customers": customers},
    transformation_ctx="fact_orders",
)
dim_customers = ApplyMapping.apply(
    frame=customers,
    mappings=[
        ("customerNumber", "int", "customer_key", "int"),
        ("customerName", "string", "customer_name", "string"),
        ("creditLimit", "decimal", "credit_limit", "decimal(10,2)"),
        ("country", "string", "country", "string"),
    ],
)
dim_products = Join.apply(
    products.select_fields(["productCode", "productName", "productLine", "buyPrice", "MSRP"]),
    RenameField.apply(productlines.select_fields(["productLine", "textDescription"]), "productLine", "line"),
    "productLine",
    "line",
).drop_fields(["line"])
dim_locations = sparkSqlQuery(
    glueContext,
    query="SELECT DISTINCT md5(concat_ws('|', postalCode, city, country)) AS location_key, postalCode, city, country FROM customers",
    mapping={"customers": customers},
    transformation_ctx="dim_locations",
)

frames = {
    "fact_orders": fact_orders,
    "dim_customers": dim_customers,
    "dim_products": dim_products,
    "dim_locations": dim_locations,
}
for name, frame in frames.items():
    sink = glueContext.getSink(
        path=f"{args['target_path']}/{name}/",
        connection_type="s3",
        updateBehavior="UPDATE_IN_DATABASE",
        partitionKeys=["country"] if name == "dim_customers" else [],
        enableUpdateCatalog=True,
        transformation_ctx=f"write_{name}",
    )
    sink.setCatalogInfo(catalogDatabase=args["glue_database"], catalogTableName=name)
    sink.setFormat("glueparquet")
    sink.writeFrame(frame)
    print(f"{name}: {frame.count()} rows")

job.commit()
