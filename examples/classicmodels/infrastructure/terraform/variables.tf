# Set by scripts/setup.sh as TF_VAR_…, or in a terraform.tfvars of yours.

variable "project" {
  description = "Begins the name of everything made here; the job is PROJECT-etl-job."
  type        = string
}

variable "region" {
  description = "Where everything is made."
  type        = string
}

variable "lake_bucket" {
  description = "The bucket of the lake, its job and its query results. Bucket names are of all the world: the account's number makes one yours."
  type        = string
}

variable "db_instance" {
  description = "The RDS instance that is read, by its identifier."
  type        = string
}

variable "db_name" {
  description = "The database in it."
  type        = string
}

variable "db_username" {
  description = "Who reads it: SELECT on the database, and REPLICATION CLIENT, by which the job sees whether anything was written meanwhile."
  type        = string
}

variable "db_password" {
  description = "That user's password. It goes to Secrets Manager, and into no state and no plan."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "db_password_version" {
  description = "Count up to store another password."
  type        = number
  default     = 1
}

variable "subnet_id" {
  description = "The subnet in which the job reaches the instance, and AWS by a NAT or by endpoints."
  type        = string
}

variable "security_group_id" {
  description = "The security group of the job: it lets itself in on every port, as Glue asks, and the instance's lets it in."
  type        = string
}

variable "glue_version" {
  description = "5.1 is Spark 3.5.6, 6.0 is Spark 4.1."
  type        = string
  default     = "5.1"
}

variable "worker_type" {
  description = "G.1X has 4 cores and 16 GB; see docs/scale.md for what a star takes."
  type        = string
  default     = "G.1X"
}

variable "workers" {
  description = "Workers of a run, the driver among them."
  type        = number
  default     = 2
}

variable "timeout_minutes" {
  description = "A run that takes longer is ended, and publishes nothing."
  type        = number
  default     = 60
}

variable "keep_versions" {
  description = "How many versions of the star stay readable."
  type        = number
  default     = 5
}

variable "schedule" {
  description = "When the job runs, in UTC: an hour at which nothing writes to the source."
  type        = string
  default     = "cron(0 4 * * ? *)"
}

variable "schedule_enabled" {
  description = "Whether it runs by itself."
  type        = bool
  default     = true
}

variable "alarm_email" {
  description = "Who is told of a failed run; nobody where it is empty."
  type        = string
  default     = ""
}

variable "query_bytes_cutoff" {
  description = "A query that would scan more is ended: 10 GB cost about 0.05 USD."
  type        = number
  default     = 10737418240
}

variable "log_retention_days" {
  description = "How long logs of runs stay."
  type        = number
  default     = 365
}

variable "force_destroy" {
  description = "Whether destroy may delete a bucket that still holds the lake."
  type        = bool
  default     = false
}
