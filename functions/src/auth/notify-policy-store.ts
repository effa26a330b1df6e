import type { NotifyRules } from './notify-policy.ts'

/** Rules that an operator set. */
export interface SetNotifyRules extends NotifyRules {
  readonly updatedAt: Date
  readonly updatedBy: string
}

/** The stored notify policy. */
export interface NotifyPolicyStore {
  /** Null: none is set, so the parameter applies. */
  read(): Promise<SetNotifyRules | null>
  write(rules: SetNotifyRules): Promise<void>
}
