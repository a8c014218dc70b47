resource "aws_iam_role" "glue" {
  name               = "terraform-glue"
  description        = "edition ${var.edition}"
  assume_role_policy = data.aws_iam_policy_document.glue_assume.json
  tags               = local.edited ? { edition = "2" } : {}
}

resource "aws_iam_role_policy" "lake" {
  name   = "lake"
  role   = aws_iam_role.glue.id
  policy = data.aws_iam_policy_document.lake.json
}

resource "aws_iam_policy" "read" {
  name        = "terraform-read"
  path        = "/starlift/"
  description = "reads the lake"
  policy      = data.aws_iam_policy_document.lake.json
}

resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.glue.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_role_policy_attachment" "service" {
  role       = aws_iam_role.glue.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"
}

resource "aws_iam_instance_profile" "worker" {
  name = "terraform-worker"
  role = aws_iam_role.glue.name
}

resource "aws_secretsmanager_secret" "database" {
  name                    = "terraform/database"
  description             = local.edited ? "the source's account" : null
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id     = aws_secretsmanager_secret.database.id
  secret_string = jsonencode({ username = "reader", password = "made-up-${var.edition}" })
}

resource "aws_secretsmanager_secret_policy" "database" {
  secret_arn = aws_secretsmanager_secret.database.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}
