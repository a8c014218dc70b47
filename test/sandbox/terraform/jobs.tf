resource "aws_glue_connection" "source" {
  name = "terraform-source"
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:mysql://${data.aws_db_instance.source.address}:${data.aws_db_instance.source.port}/classicmodels"
    USERNAME            = "reader"
    PASSWORD            = "made-up-${var.edition}"
  }
  physical_connection_requirements {
    availability_zone      = data.aws_subnet.first.availability_zone
    security_group_id_list = [data.aws_security_group.default.id]
    subnet_id              = data.aws_subnet.first.id
  }
}

resource "aws_glue_job" "etl" {
  name         = "terraform-job"
  role_arn     = aws_iam_role.glue.arn
  connections  = [aws_glue_connection.source.name]
  glue_version = "4.0"
  timeout      = local.edited ? 10 : 5
  command {
    name            = "glueetl"
    script_location = "s3://${aws_s3_bucket.lake.bucket}/scripts/job.py"
    python_version  = 3
  }
  default_arguments = {
    "--enable-job-insights" = "true"
    "--job-language"        = "python"
    "--edition"             = tostring(var.edition)
  }
  number_of_workers = 2
  worker_type       = "G.1X"
}


resource "aws_glue_trigger" "now" {
  name = "terraform-now"
  type = "ON_DEMAND"
  actions {
    job_name  = aws_glue_job.etl.name
    arguments = { "--edition" = tostring(var.edition) }
  }
}

resource "aws_glue_trigger" "nightly" {
  name     = "terraform-nightly"
  type     = "SCHEDULED"
  schedule = local.edited ? "cron(0 4 * * ? *)" : "cron(0 3 * * ? *)"
  enabled  = false
  actions {
    job_name = aws_glue_job.etl.name
  }
}

resource "aws_glue_crawler" "gold" {
  name          = "terraform-gold"
  database_name = aws_glue_catalog_database.analytics.name
  role          = aws_iam_role.glue.arn
  table_prefix  = local.edited ? "gold_" : ""
  description   = "edition ${var.edition}"
  s3_target {
    path = "s3://${aws_s3_bucket.lake.bucket}/gold"
  }
}
