import { writeFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { StarliftError } from '../core/error.ts'

/** Tells what failed, where, why and what to do, on stderr (or as JSON on stdout), and gives the exit code. */
export function reportFailure(error: unknown, { json }: { readonly json: boolean }): number {
  if (error instanceof StarliftError) {
    if (json) process.stdout.write(`${JSON.stringify({ error: failureJson(error) }, null, 2)}\n`)
    else process.stderr.write(`\n${failureText(error)}\n`)
    return error.exitCode
  }
  process.stderr.write(`\n${ourFault(error)}\n`)
  return 1
}

const failureJson = ({ code, operation, subject, message, lines, next, exitCode }: StarliftError) =>
  ({ code, operation, subject, what: message, lines, next, exitCode }) as const

function failureText({ code, message, lines, next }: StarliftError): string {
  const head = `${styleText(['red', 'bold'], code, { stream: process.stderr })}  ${message}`
  return [head, ...lines.map((line) => `  ${line}`), `  → ${next}`].join('\n')
}

/** A fault that nobody foresaw: the stack goes to a file to attach to a report, without secrets. */
function ourFault(error: unknown): string {
  const stack = withoutSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const file = `starlift-fault-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.txt`
  const kept = save(file, `${stack}\n\nNode ${process.version} on ${process.platform} ${process.arch}\n`)
  const [first] = stack.split('\n')
  return [
    `FAULT  ${first}`,
    '  This is our fault, not yours.',
    `  → Please report it${kept ? `, with ${file} attached` : ''}.`,
  ].join('\n')
}

function save(file: string, text: string): boolean {
  try {
    writeFileSync(file, text)
    return true
  } catch {
    return false
  }
}

const SECRET = /PASSWORD|PASSWD|SECRET|TOKEN|DATABASE_URL|MASK_KEY/i

/** Passwords in URLs, and whatever the environment holds under a secret's name. */
function withoutSecrets(text: string): string {
  const values = Object.entries(process.env).flatMap(([name, value]) =>
    SECRET.test(name) && value && value.length > 3 ? [value] : [],
  )
  const cleaned = values.reduce((cleaner, value) => cleaner.replaceAll(value, '•••'), text)
  return cleaned.replace(/(\w+:\/\/[^:/\s]*:)[^@\s]+@/g, '$1•••@')
}
