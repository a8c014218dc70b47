# The source's password stands in Secrets Manager alone: the connection names the secret, and the job reads it there.

resource "aws_secretsmanager_secret" "source" {
  #checkov:skip=CKV_AWS_149:The key of Secrets Manager encrypts it; a key of one's own adds nothing where one account reads
  #checkov:skip=CKV2_AWS_57:The password is the database's: turn it there, then count db_password_version up
  name                    = "${var.project}/source"
  description             = "Reads ${var.db_name} on ${var.db_instance}"
  recovery_window_in_days = var.force_destroy ? 0 : 7
}

resource "aws_secretsmanager_secret_version" "source" {
  secret_id                = aws_secretsmanager_secret.source.id
  secret_string_wo         = jsonencode({ username = var.db_username, password = var.db_password })
  secret_string_wo_version = var.db_password_version
}

resource "aws_glue_connection" "source" {
  name            = "${var.project}-source"
  connection_type = "JDBC"

  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:mysql://${data.aws_db_instance.source.address}:${data.aws_db_instance.source.port}/${var.db_name}"
    JDBC_ENFORCE_SSL    = "true"
    SECRET_ID           = aws_secretsmanager_secret.source.name
  }

  physical_connection_requirements {
    availability_zone      = data.aws_subnet.job.availability_zone
    security_group_id_list = [data.aws_security_group.job.id]
    subnet_id              = data.aws_subnet.job.id
  }
}

# Tables are the runs' own: Terraform knows the database, and no table in it. There is no crawler: over the folders of several versions it
# would add them up.
resource "aws_glue_catalog_database" "star" {
  name        = local.database
  description = "Stars that Starlift publishes"
}

resource "aws_cloudwatch_log_group" "job" {
  #checkov:skip=CKV_AWS_158:Logs hold names of tables, counts and errors, and no rows; the key of CloudWatch encrypts them
  for_each          = toset(["output", "error"])
  name              = "/aws-glue/jobs/${var.project}/${each.key}"
  retention_in_days = var.log_retention_days
}

resource "aws_glue_job" "etl" {
  #checkov:skip=CKV_AWS_195:Files are encrypted by the bucket, and logs by CloudWatch: there is nothing else that a security configuration would encrypt
  name              = local.job
  description       = "Reads ${var.db_name}, proves the star, and publishes it"
  role_arn          = aws_iam_role.job.arn
  glue_version      = var.glue_version
  worker_type       = var.worker_type
  number_of_workers = var.workers
  timeout           = var.timeout_minutes
  max_retries       = 0
  connections       = [aws_glue_connection.source.name]

  command {
    name            = "glueetl"
    script_location = "s3://${aws_s3_object.job.bucket}/${aws_s3_object.job.key}"
    python_version  = "3"
  }

  default_arguments = {
    "--lake"                             = local.lake
    "--connection"                       = aws_glue_connection.source.name
    "--database"                         = aws_glue_catalog_database.star.name
    "--work_group"                       = aws_athena_workgroup.star.name
    "--keep"                             = tostring(var.keep_versions)
    "--job-language"                     = "python"
    "--enable-metrics"                   = "true"
    "--enable-continuous-cloudwatch-log" = "true"
    "--custom-logGroup-prefix"           = "/aws-glue/jobs/${var.project}"
  }

  execution_property {
    max_concurrent_runs = 1
  }
}
