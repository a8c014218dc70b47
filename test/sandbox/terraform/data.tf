data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_db_instance" "source" {
  db_instance_identifier = var.db_instance
}

data "aws_vpc" "default" {
  default = true
}

data "aws_availability_zones" "all" {
  state = "available"
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_subnet" "first" {
  vpc_id            = data.aws_vpc.default.id
  availability_zone = data.aws_availability_zones.all.names[0]
}

data "aws_security_group" "default" {
  vpc_id = data.aws_vpc.default.id
  name   = "default"
}

data "aws_iam_policy_document" "glue_assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = local.edited ? ["glue.amazonaws.com", "scheduler.amazonaws.com"] : ["glue.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "lake" {
  statement {
    actions   = local.edited ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"]
    resources = ["${aws_s3_bucket.lake.arn}/*"]
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "read"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.lake.arn}/public/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

output "seen" {
  value = {
    account = data.aws_caller_identity.current.account_id
    region  = data.aws_region.current.name
    address = data.aws_db_instance.source.address
    port    = data.aws_db_instance.source.port
    cidr    = data.aws_vpc.default.cidr_block
    subnets = length(data.aws_subnets.default.ids)
    subnet  = data.aws_subnet.first.cidr_block
    group   = data.aws_security_group.default.name
  }
}
