"""The usual part of AWS Glue's Python library, for jobs that the sandbox runs. What is not here fails by name."""
