# A run that ends in anything but a version is told at once.

resource "aws_sns_topic" "failures" {
  name              = "${var.project}-failures"
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.alarm_email == "" ? 0 : 1
  topic_arn = aws_sns_topic.failures.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

data "aws_iam_policy_document" "failures" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.failures.arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_policy" "failures" {
  arn    = aws_sns_topic.failures.arn
  policy = data.aws_iam_policy_document.failures.json
}

resource "aws_cloudwatch_event_rule" "failures" {
  name        = "${local.job}-failed"
  description = "Runs of ${local.job} that published nothing"

  event_pattern = jsonencode({
    source      = ["aws.glue"]
    detail-type = ["Glue Job State Change"]
    detail = {
      jobName = [local.job]
      state   = ["FAILED", "TIMEOUT", "STOPPED", "ERROR"]
    }
  })
}

resource "aws_cloudwatch_event_target" "failures" {
  rule = aws_cloudwatch_event_rule.failures.name
  arn  = aws_sns_topic.failures.arn
}

# And so is a schedule that starts nothing.
resource "aws_cloudwatch_metric_alarm" "not_started" {
  alarm_name          = "${local.job}-not-started"
  alarm_description   = "The schedule could not start ${local.job}"
  namespace           = "AWS/Scheduler"
  metric_name         = "TargetErrorCount"
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.failures.arn]

  dimensions = {
    ScheduleGroup = "default"
  }
}
