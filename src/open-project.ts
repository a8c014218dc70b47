import { type CompleteConfig, projectOf } from './config.ts'
import type { Project } from './pipeline/project.ts'
import { loadConfig, loadModel } from './project-files.ts'

export interface OpenProject extends Project {
  readonly config: CompleteConfig
}

/** Loads starlift.config.ts and the model it names. */
export async function openProject(path = 'starlift.config.ts'): Promise<OpenProject> {
  const config = await loadConfig(path)
  return { ...projectOf(config, await loadModel(config.model)), config }
}
