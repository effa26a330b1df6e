/** One step of a deploy: a program and its arguments. */
export interface DeployStep {
  readonly id: 'build' | 'rules' | 'indexes' | 'functions' | 'hosting'
  readonly title: string
  readonly program: 'npm' | 'firebase'
  readonly args: readonly string[]
}

export interface DeployOptions {
  readonly project: string
  /** Passed to the deploy of functions: deletes removed ones, and confirms the cost of minimum instances. */
  readonly force: boolean
}

/**
 * All steps, ordered by dependency: rules and indexes before the functions that query the database, functions before
 * the hosting that routes to them. Time-to-live policies are part of `firestore.indexes.json`.
 */
export function deployPlan({ project, force }: DeployOptions): DeployStep[] {
  const deploy = (only: string, more: readonly string[] = []): Pick<DeployStep, 'program' | 'args'> => ({
    program: 'firebase',
    args: ['deploy', '--only', only, ...more, '--project', project, '--non-interactive'],
  })
  return [
    { id: 'build', title: 'Build', program: 'npm', args: ['run', 'build'] },
    { id: 'rules', title: 'Rules of Firestore', ...deploy('firestore:rules') },
    { id: 'indexes', title: 'Indexes and time-to-live policies', ...deploy('firestore:indexes') },
    { id: 'functions', title: 'Functions', ...deploy('functions', force ? ['--force'] : []) },
    { id: 'hosting', title: 'Hosting', ...deploy('hosting') },
  ]
}

/** A step as a command line. */
export const commandLine = ({ program, args }: DeployStep): string => [program, ...args].join(' ')
