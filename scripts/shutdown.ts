const PARENT_WATCH_MS = 500;

/** Calls `stop` once, whichever way this process is asked to end, and then ends it. */
export function onShutdown(stop: () => Promise<void>): (reason: string, code?: number) => void {
  let isStopping = false;
  const shutDown = (reason: string, code = 0) => {
    if (isStopping) return;
    isStopping = true;
    if (code === 0) console.log(reason);
    else console.error(reason);
    void stop().finally(() => process.exit(code));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => shutDown("Stopping …"));
  }
  watchParent(() => shutDown("Stopping …"));
  return shutDown;
}

/** On SIGTERM npm ends only the shell between itself and this process. */
function watchParent(onGone: () => void) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => process.ppid !== parent && onGone(), PARENT_WATCH_MS).unref();
}
