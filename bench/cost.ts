// Runs a command and says what it cost: time, processor time of all its processes, and the largest memory of one of them.
import { spawn } from 'node:child_process'

export interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly stdout: string
}

/** Python's view of its children is the system's own. */
const WATCH = `
import json, resource, subprocess, sys, time
begun = time.time()
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL if sys.argv[1] == 'quiet' else subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.write(json.dumps([time.time() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, (done.stdout or b'').decode()]))
sys.exit(done.returncode)`

export function costOf(command: readonly string[], { quiet = false } = {}): Promise<Cost> {
  const running = spawn('python3', ['-c', WATCH, quiet ? 'quiet' : 'told', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, errors] = ['', '']
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  return new Promise((resolve, reject) => {
    running.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${command[0]} ended with ${code}: ${errors.slice(-2000)}`))
      const [seconds, cpuSeconds, peakMegabytes, stdout] = JSON.parse(out) as [number, number, number, string]
      resolve({ seconds, cpuSeconds, peakMegabytes, stdout })
    })
  })
}
