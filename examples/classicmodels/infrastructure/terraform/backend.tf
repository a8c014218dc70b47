# State stands beside these files. To share it, make a bucket for states (versioned, private) and write here:
#
#   backend "s3" {
#     bucket       = "…"
#     key          = "PROJECT/terraform.tfstate"
#     region       = "…"
#     use_lockfile = true
#   }
#
# and run  terraform init -migrate-state .

terraform {
  backend "local" {}
}
