# Every kind of resource of the exercise, and those that people put beside them. `edition` 2 is the edit.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  default_tags {
    tags = { project = "starlift" }
  }
}

variable "edition" {
  type    = number
  default = 1
}

variable "db_instance" {
  type = string
}

locals {
  edited = var.edition > 1
}
