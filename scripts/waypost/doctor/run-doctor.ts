import type { Deployment } from '../deployment/deployment.ts'
import { secretReader } from '../deployment/secret-reader.ts'
import { firebaseCli } from '../firebase/firebase-cli.ts'
import { progressOf } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { parts } from './examine.ts'
import { isHealthy, lines, summary, type Finding } from './finding.ts'

/** Examines an installation and tells what was found. @returns whether nothing failed */
export async function runDoctor(
  deployment: Deployment,
  { json, terminal }: { json: boolean; terminal: Terminal },
): Promise<boolean> {
  const firebase = firebaseCli(deployment.project, terminal.redactor)
  const secret = secretReader(deployment, firebase, terminal.redactor)
  const examined: Finding[][] = []
  const tasks = parts({ deployment, firebase, secret, now: new Date() }).map(({ title, examine }, i) => ({
    title,
    task: async () => {
      examined[i] = await examine()
    },
  }))
  await progressOf(tasks, { quiet: json || !process.stderr.isTTY, atOnce: true }).run()
  const findings = examined.flat()
  const ok = isHealthy(findings)
  if (json) terminal.answer(JSON.stringify({ ok, project: deployment.project, findings }, null, 2))
  else for (const line of [...findings.flatMap(lines), '', summary(findings)]) terminal.answer(line)
  return ok
}
