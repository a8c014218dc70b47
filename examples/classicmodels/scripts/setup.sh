#!/usr/bin/env bash
# Tells Terraform what it has to know of this account:  source scripts/setup.sh
#
# What is set already stays. The password is read from the terminal, unless TF_VAR_db_password is set; it is shown nowhere.

export TF_VAR_project="${TF_VAR_project:-de-c1w2}"
export TF_VAR_region="${TF_VAR_region:-${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}}"
export TF_VAR_db_instance="${TF_VAR_db_instance:-${TF_VAR_project}-rds}"
export TF_VAR_db_name="${TF_VAR_db_name:-classicmodels}"
export TF_VAR_db_username="${TF_VAR_db_username:-admin}"
export AWS_REGION="$TF_VAR_region"

starlift_ask_instance() {
  aws rds describe-db-instances --db-instance-identifier "$TF_VAR_db_instance" --output text --query "$1"
}

if ! TF_VAR_subnet_id="${TF_VAR_subnet_id:-$(starlift_ask_instance 'DBInstances[0].DBSubnetGroup.Subnets[0].SubnetIdentifier')}"; then
  echo "setup.sh: the instance $TF_VAR_db_instance was not found in $TF_VAR_region" >&2
  return 1 2>/dev/null || exit 1
fi
TF_VAR_security_group_id="${TF_VAR_security_group_id:-$(starlift_ask_instance 'DBInstances[0].VpcSecurityGroups[0].VpcSecurityGroupId')}"
TF_VAR_lake_bucket="${TF_VAR_lake_bucket:-${TF_VAR_project}-lake-$(aws sts get-caller-identity --query Account --output text)}"
export TF_VAR_subnet_id TF_VAR_security_group_id TF_VAR_lake_bucket

if [ -z "${TF_VAR_db_password:-}" ]; then
  read -r -s -p "Password of $TF_VAR_db_username on $TF_VAR_db_instance: " TF_VAR_db_password && echo
fi
export TF_VAR_db_password

echo "project $TF_VAR_project, source $TF_VAR_db_name on $TF_VAR_db_instance, lake s3://$TF_VAR_lake_bucket/star"
echo "next: terraform -chdir=infrastructure/terraform init, then plan, then apply"
