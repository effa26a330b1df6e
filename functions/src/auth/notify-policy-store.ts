import type { NotifyRules } from './notify-policy.ts'

/** Rules that an operator set. */
export interface SetNotifyRules extends NotifyRules {
  readonly updatedAt: Date
  readonly updatedBy: string
}

/** Where the notify policy is kept. */
export interface NotifyPolicyStore {
  /** Null: nobody set one, so that of the parameter counts. */
  read(): Promise<SetNotifyRules | null>
  write(rules: SetNotifyRules): Promise<void>
}
