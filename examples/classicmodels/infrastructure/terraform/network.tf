# The network is there already: the job stands in it, and makes nothing in it.

data "aws_db_instance" "source" {
  db_instance_identifier = var.db_instance
}

data "aws_subnet" "job" {
  id = var.subnet_id
}

data "aws_security_group" "job" {
  id = var.security_group_id
}
