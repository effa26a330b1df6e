/** A piece of work for later, or for a queue that keeps a pace (Cloud Tasks). */
export interface Task {
  /** The task function that does it. */
  readonly queue: 'dispatchMessage' | 'deliverEvent' | 'deliverSlowEvent' | 'downloadMedia'
  /** The same id twice is one task. */
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
  /** Not before this instant. */
  readonly at?: Date
}

export interface TaskQueue {
  /** Puts a task into its queue; one that is there already stays as it is. */
  enqueue(task: Task): Promise<void>
}
