output "job" {
  description = "aws glue start-job-run --job-name …"
  value       = aws_glue_job.etl.name
}

output "lake" {
  description = "lake in starlift.config.ts"
  value       = local.lake
}

output "database" {
  description = "glue.database in starlift.config.ts"
  value       = aws_glue_catalog_database.star.name
}

output "work_group" {
  description = "athena.workGroup in starlift.config.ts"
  value       = aws_athena_workgroup.star.name
}
