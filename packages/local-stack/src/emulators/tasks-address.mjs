/**
 * Loaded into the processes of the Emulator Suite. It always starts a tasks emulator of its own beside functions, which
 * runs every task at once, whatever its schedule time; the functions are pointed to ours instead.
 */
const { FUNCTION_TARGET, WAYPOST_TASKS_HOST } = process.env
if (FUNCTION_TARGET && WAYPOST_TASKS_HOST) process.env.CLOUD_TASKS_EMULATOR_HOST = WAYPOST_TASKS_HOST
