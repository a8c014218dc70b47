# One bucket: star/ is the lake, assets/ the job's script, athena/ results of queries.

resource "aws_s3_bucket" "lake" {
  #checkov:skip=CKV_AWS_18:Access logs of a lake would outgrow it; CloudTrail's data events can be switched on for this bucket where they are wanted
  #checkov:skip=CKV_AWS_144:A lake is built again from its source; a copy in another region would cost its size again
  #checkov:skip=CKV_AWS_145:Keys of S3 encrypt every object; a key of one's own costs per request and adds nothing where one account reads
  #checkov:skip=CKV2_AWS_62:Nothing listens to single objects: a version is told by the catalog
  bucket        = var.lake_bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_versioning" "lake" {
  bucket = aws_s3_bucket.lake.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "lake" {
  bucket                  = aws_s3_bucket.lake.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Versions of the star are removed by the runs themselves; what they removed can be brought back for a week.
resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id

  rule {
    id     = "removed"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 7
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }

  rule {
    id     = "results"
    status = "Enabled"

    filter {
      prefix = "athena/"
    }

    expiration {
      days = 14
    }
  }

  depends_on = [aws_s3_bucket_versioning.lake]
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.lake.arn, "${aws_s3_bucket.lake.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  bucket = aws_s3_bucket.lake.id
  policy = data.aws_iam_policy_document.tls_only.json

  depends_on = [aws_s3_bucket_public_access_block.lake]
}

resource "aws_s3_object" "job" {
  bucket = aws_s3_bucket.lake.id
  key    = "assets/glue_job.py"
  source = "${path.module}/assets/glue_job.py"
  etag   = filemd5("${path.module}/assets/glue_job.py")
}
