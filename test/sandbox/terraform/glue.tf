resource "aws_glue_catalog_database" "analytics" {
  name        = "terraform_analytics"
  description = "edition ${var.edition}"
}

resource "aws_glue_catalog_table" "orders" {
  name          = "fact_orders"
  database_name = aws_glue_catalog_database.analytics.name
  table_type    = "EXTERNAL_TABLE"
  parameters    = { classification = "parquet", EXTERNAL = "TRUE" }
  storage_descriptor {
    location      = "s3://${aws_s3_bucket.lake.bucket}/gold/fact_orders/"
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
    ser_de_info {
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    }
    columns {
      name = "order_id"
      type = "int"
    }
    dynamic "columns" {
      for_each = local.edited ? ["amount"] : []
      content {
        name    = columns.value
        type    = "decimal(10,2)"
        comment = "in euros"
      }
    }
  }
  partition_keys {
    name = "year"
    type = "int"
  }
}
