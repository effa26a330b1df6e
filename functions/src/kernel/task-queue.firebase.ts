import type { Functions } from 'firebase-admin/functions'
import { errorCode } from './error-code.ts'
import type { TaskQueue } from './task-queue.ts'

/** Cloud Tasks, through the task functions of this deployment. */
export const cloudTasks = (functions: Functions, region: string): TaskQueue => ({
  async enqueue({ queue, id, data, at }) {
    try {
      await functions
        .taskQueue(`locations/${region}/functions/${queue}`)
        .enqueue(data, { id, ...(at && { scheduleTime: at }) })
    } catch (error) {
      if (errorCode(error) !== 'functions/task-already-exists') throw error
    }
  },
})
