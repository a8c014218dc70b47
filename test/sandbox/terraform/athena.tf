resource "aws_athena_workgroup" "analysts" {
  name          = "terraform-analysts"
  description   = "edition ${var.edition}"
  force_destroy = true
  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = false
    bytes_scanned_cutoff_per_query     = local.edited ? 200000000 : 100000000
    result_configuration {
      output_location = "s3://${aws_s3_bucket.lake.bucket}/athena/"
      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}

resource "aws_athena_named_query" "orders" {
  name        = "terraform-orders"
  workgroup   = aws_athena_workgroup.analysts.id
  database    = aws_glue_catalog_database.analytics.name
  description = "edition ${var.edition}"
  query       = "SELECT count(*) FROM fact_orders"
}
