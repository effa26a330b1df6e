import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Does `work` while holding the lock file; waits while another living process holds it. */
export async function withLock(path, work) {
  let isAnnounced = false
  while (!take(path)) {
    if (!isAnnounced)
      process.stderr.write('Another command is installing the dependencies; waiting for it.\n')
    isAnnounced = true
    await wait(200)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (holderIsGone(path)) rmSync(path, { force: true })
    return false
  }
}

function holderIsGone(path) {
  try {
    const holder = Number(readFileSync(path, 'utf8'))
    // An empty file is being written this moment.
    if (holder === 0) return false
    process.kill(holder, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
