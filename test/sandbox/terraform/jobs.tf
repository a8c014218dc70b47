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

