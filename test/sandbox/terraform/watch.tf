resource "aws_sns_topic" "alerts" {
  name         = "terraform-alerts"
  display_name = "Edition ${var.edition}"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = "nobody@example.com"
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn            = aws_sns_topic.alerts.arn
  protocol             = "sqs"
  endpoint             = "arn:aws:sqs:eu-west-1:000000000000:alerts"
  raw_message_delivery = local.edited
}

resource "aws_cloudwatch_log_group" "jobs" {
  name              = "/terraform/jobs"
  retention_in_days = local.edited ? 30 : 7
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "terraform-failed-jobs"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "glue.driver.aggregate.numFailedTasks"
  namespace           = "Glue"
  period              = 300
  statistic           = "Sum"
  threshold           = local.edited ? 2.5 : 0
  dimensions          = { JobName = "terraform-job", Type = "count" }
  alarm_actions       = [aws_sns_topic.alerts.arn]
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_event_rule" "failed" {
  name        = "terraform-failed"
  description = "edition ${var.edition}"
  event_pattern = jsonencode({
    source        = ["aws.glue"]
    "detail-type" = ["Glue Job State Change"]
    detail        = { state = local.edited ? ["FAILED", "TIMEOUT"] : ["FAILED"] }
  })
}

resource "aws_cloudwatch_event_target" "failed" {
  rule      = aws_cloudwatch_event_rule.failed.name
  target_id = "alerts"
  arn       = aws_sns_topic.alerts.arn
  input     = jsonencode({ edition = var.edition })
}

resource "aws_scheduler_schedule_group" "nightly" {
  name = "terraform-nightly"
}

resource "aws_scheduler_schedule" "nightly" {
  name                         = "terraform-nightly"
  group_name                   = aws_scheduler_schedule_group.nightly.name
  schedule_expression          = local.edited ? "cron(0 4 * * ? *)" : "cron(0 3 * * ? *)"
  schedule_expression_timezone = "Europe/Berlin"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:glue:startJobRun"
    role_arn = aws_iam_role.glue.arn
    input    = jsonencode({ JobName = "terraform-job" })
  }
}
