import type { Deployment } from '../deployment/deployment.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import { runProgram } from '../firebase/run-program.ts'
import { CommandError } from '../terminal/command-error.ts'
import { progressOf } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { commandLine, deployPlan, type DeployStep } from './deploy-plan.ts'

export interface RunDeployOptions {
  readonly deployment: Deployment
  readonly force: boolean
  readonly dryRun: boolean
  readonly json: boolean
  readonly terminal: Terminal
}

const LAST_LINES = 40

/** Deploys everything, then runs the doctor. @returns whether both succeeded */
export async function runDeploy(options: RunDeployOptions): Promise<boolean> {
  const { deployment, force, dryRun, json, terminal } = options
  const plan = deployPlan({ project: deployment.project, force })
  if (dryRun) {
    if (json) terminal.answer(JSON.stringify({ commands: plan.map(commandLine) }, null, 2))
    else for (const step of plan) terminal.answer(commandLine(step))
    return true
  }
  if (deployment.isLocal)
    throw new CommandError('The local stack cannot be deployed to. Name a project with --project.', {
      exitCode: 2,
    })
  await deployAll(plan, options)
  return runDoctor(deployment, { json, terminal })
}

async function deployAll(plan: readonly DeployStep[], { json, terminal }: RunDeployOptions): Promise<void> {
  const done: string[] = []
  const tasks = plan.map((step) => ({
    title: step.title,
    task: async () => {
      const { code, stdout, stderr } = await runProgram(step.program, { args: step.args })
      if (code !== 0) throw failure(step, { output: `${stdout}\n${stderr}`, done })
      done.push(step.id)
    },
  }))
  terminal.redactor.keepSecret(process.env['WAYPOST_API_KEY'] ?? '')
  await progressOf(tasks, { quiet: json }).run()
}

function failure(
  step: DeployStep,
  { output, done }: { output: string; done: readonly string[] },
): CommandError {
  const lines = output.trim().split('\n').slice(-LAST_LINES).join('\n')
  const before = done.length === 0 ? 'Nothing was deployed.' : `Done before: ${done.join(', ')}.`
  return new CommandError(
    `${commandLine(step)} failed:\n${lines}\n${before} Repair the cause and run the command again: every step may be repeated.`,
  )
}
