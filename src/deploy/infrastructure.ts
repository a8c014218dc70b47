import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TEMPLATES = fileURLToPath(new URL('../../deploy/', import.meta.url))

export interface InfrastructureOptions {
  /** Begins the name of everything; lower-case letters, digits and `-`. */
  readonly project: string
  /** The database that is read. */
  readonly database: string
  /** The text of the star's job. */
  readonly job: string
}

/** A file of the project, by its path below the project's folder. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
  readonly executable?: boolean
}

/** Where the job stands. It is always ours: the model is what people change. */
export const JOB_PATH = 'infrastructure/terraform/assets/glue_job.py'

/** Everything that AWS needs of a project: Terraform's files, the job, the setup of the shell, and a container with the tools. */
export function infrastructure({ project, database, job }: InfrastructureOptions): readonly ProjectFile[] {
  const filled = (text: string): string => text.replaceAll('@project@', project).replaceAll('@database@', database)
  const template = (folder: string, name: string): string => filled(readFileSync(join(TEMPLATES, folder, name), 'utf8'))
  const all = (folder: string, target: string): readonly ProjectFile[] =>
    readdirSync(join(TEMPLATES, folder))
      .sort()
      .map((name) => ({ path: `${target}/${name}`, text: template(folder, name) }))
  return [
    ...all('terraform', 'infrastructure/terraform'),
    { path: JOB_PATH, text: job },
    { path: 'scripts/setup.sh', text: template('scripts', 'setup.sh'), executable: true },
    ...all('devcontainer', '.devcontainer'),
  ]
}
