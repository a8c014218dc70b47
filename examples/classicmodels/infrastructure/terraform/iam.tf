# What the job may do: read the secret, write the lake, tell the catalog, ask Athena what readers see. Nothing else.

data "aws_iam_policy_document" "job_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["glue.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "job" {
  name               = "${var.project}-job"
  description        = "The star's Glue job"
  assume_role_policy = data.aws_iam_policy_document.job_trust.json
}

data "aws_iam_policy_document" "job" {
  #checkov:skip=CKV_AWS_356:Descriptions of a network cannot be limited to a resource, and Glue asks for them before it starts a job in one
  #checkov:skip=CKV_AWS_111:Network interfaces are made before they have a name; they are limited to the job's subnet and security group
  statement {
    sid       = "Lake"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.lake.arn}/star/*", "${aws_s3_bucket.lake.arn}/athena/*"]
  }

  statement {
    sid       = "Script"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.lake.arn}/assets/*"]
  }

  statement {
    sid       = "Bucket"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [aws_s3_bucket.lake.arn]
  }

  statement {
    sid     = "Catalog"
    actions = ["glue:GetDatabase", "glue:CreateDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartitions", "glue:CreateTable", "glue:UpdateTable", "glue:DeleteTable"]
    resources = [
      "${local.arn}:glue:${var.region}:${local.account}:catalog",
      "${local.arn}:glue:${var.region}:${local.account}:database/${local.database}",
      "${local.arn}:glue:${var.region}:${local.account}:table/${local.database}/*",
    ]
  }

  statement {
    sid     = "Source"
    actions = ["glue:GetConnection"]
    resources = [
      "${local.arn}:glue:${var.region}:${local.account}:catalog",
      "${local.arn}:glue:${var.region}:${local.account}:connection/${var.project}-source",
    ]
  }

  statement {
    sid       = "Runs"
    actions   = ["glue:GetJobRun"]
    resources = ["${local.arn}:glue:${var.region}:${local.account}:job/${local.job}"]
  }

  statement {
    sid       = "Password"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.source.arn]
  }

  statement {
    sid       = "ReadBack"
    actions   = ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:GetWorkGroup"]
    resources = ["${local.arn}:athena:${var.region}:${local.account}:workgroup/${var.project}"]
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.arn}:logs:${var.region}:${local.account}:log-group:/aws-glue/*"]
  }

  statement {
    sid       = "NetworkSeen"
    actions   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcEndpoints", "ec2:DescribeRouteTables", "ec2:DescribeVpcAttribute"]
    resources = ["*"]
  }

  statement {
    sid     = "NetworkUsed"
    actions = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]
    resources = [
      "${local.arn}:ec2:${var.region}:${local.account}:network-interface/*",
      "${local.arn}:ec2:${var.region}:${local.account}:subnet/${var.subnet_id}",
      "${local.arn}:ec2:${var.region}:${local.account}:security-group/${var.security_group_id}",
    ]
  }

  statement {
    sid       = "NetworkNamed"
    actions   = ["ec2:CreateTags", "ec2:DeleteTags"]
    resources = ["${local.arn}:ec2:${var.region}:${local.account}:network-interface/*"]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "aws:TagKeys"
      values   = ["aws-glue-service-resource"]
    }
  }
}

resource "aws_iam_role_policy" "job" {
  name   = "star"
  role   = aws_iam_role.job.id
  policy = data.aws_iam_policy_document.job.json
}

# What the schedule may do: start that job.

data "aws_iam_policy_document" "schedule_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "schedule" {
  name               = "${var.project}-schedule"
  description        = "Starts the star's Glue job"
  assume_role_policy = data.aws_iam_policy_document.schedule_trust.json
}

data "aws_iam_policy_document" "schedule" {
  statement {
    actions   = ["glue:StartJobRun"]
    resources = [aws_glue_job.etl.arn]
  }
}

resource "aws_iam_role_policy" "schedule" {
  name   = "start"
  role   = aws_iam_role.schedule.id
  policy = data.aws_iam_policy_document.schedule.json
}
