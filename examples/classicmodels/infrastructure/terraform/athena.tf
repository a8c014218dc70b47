resource "aws_athena_workgroup" "star" {
  name          = var.project
  description   = "Questions of the star"
  force_destroy = var.force_destroy

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = var.query_bytes_cutoff

    result_configuration {
      output_location = "s3://${aws_s3_bucket.lake.bucket}/athena/"

      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}
