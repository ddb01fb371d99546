import { isAlive } from "./is-alive.ts";

const WATCH_MS = 1_000;

/** Ends this process when the supervisor that started it is gone, as after kill -9. */
export function dieWithSupervisor(onGone: () => void = () => process.exit(1)) {
  const supervisor = Number(process.env.LETHE_SUPERVISOR_PID);
  if (!supervisor) return;
  const watch = setInterval(() => {
    if (isAlive(supervisor)) return;
    clearInterval(watch);
    onGone();
  }, WATCH_MS);
  watch.unref();
}
