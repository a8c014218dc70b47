resource "aws_scheduler_schedule" "etl" {
  #checkov:skip=CKV_AWS_297:The schedule holds a job's name and nothing secret; the key of EventBridge encrypts it
  name                         = local.job
  description                  = "Reads, proves and publishes the star"
  schedule_expression          = var.schedule
  schedule_expression_timezone = "UTC"
  state                        = var.schedule_enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "${local.arn}:scheduler:::aws-sdk:glue:startJobRun"
    role_arn = aws_iam_role.schedule.arn
    input    = jsonencode({ JobName = aws_glue_job.etl.name })

    # A run that could not start is not started late: the next day's is as good.
    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 3
    }
  }
}
