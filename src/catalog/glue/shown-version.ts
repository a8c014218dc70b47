import { StarliftError } from '../../core/error.ts'
import { LAKE, VERSION } from './table-input.ts'

/**
 * That every table of a star shows one version in the Glue catalog, and which: a reader that joins tables of two versions would join what
 * does not belong together. Fails with LAKE_FALSE where it is not `version`.
 */
export async function checkShown(
  database: string,
  { lake, version, tables }: { readonly lake: string; readonly version: number; readonly tables: readonly string[] },
): Promise<void> {
  const { GlueClient, GetTableCommand } = await import('@aws-sdk/client-glue')
  const client = new GlueClient({ region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1' })
  for (const name of tables) {
    const found = await client
      .send(new GetTableCommand({ DatabaseName: database, Name: name.toLowerCase() }))
      .catch((error: Error) => (error.name === 'EntityNotFoundException' ? undefined : Promise.reject(error)))
    const { [LAKE]: ofLake, [VERSION]: shown } = found?.Table?.Parameters ?? {}
    if (ofLake === lake && shown === String(version)) continue
    throw new StarliftError('LAKE_FALSE', {
      operation: 'query',
      subject: `${database}.${name}`,
      what: `The Glue table ${database}.${name} ${shown === undefined ? 'is not there' : `shows version ${shown}`}, and the lake serves version ${version}`,
      next: 'npx starlift run  publishes and tells the catalog.',
    })
  }
}
