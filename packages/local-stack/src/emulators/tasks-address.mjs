/**
 * Preloaded into the processes of the Emulator Suite. The suite starts its own tasks emulator, which ignores schedule
 * times; this points the functions to the stack's tasks server instead.
 */
const { FUNCTION_TARGET, WAYPOST_TASKS_HOST } = process.env
if (FUNCTION_TARGET && WAYPOST_TASKS_HOST) process.env.CLOUD_TASKS_EMULATOR_HOST = WAYPOST_TASKS_HOST
