import type { FirebaseCli } from '../firebase/firebase-cli.ts'
import { secretVersions } from '../firebase/secret-versions.ts'
import type { Redactor } from '../terminal/redactor.ts'
import type { Deployment } from './deployment.ts'

/** The newest version of a secret: from Secret Manager, or from the settings of the local stack. Never shown from then on. */
export const secretReader =
  (deployment: Deployment, firebase: FirebaseCli, redactor: Redactor) =>
  async (name: string): Promise<string> => {
    if (!deployment.isLocal)
      return secretVersions(name, { project: deployment.project, firebase, redactor }).read()
    const value = deployment.localSecrets[name] ?? ''
    redactor.keepSecret(value)
    return value
  }
