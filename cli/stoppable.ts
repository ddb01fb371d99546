/** Work that Ctrl-C ends, with the statement that the server is at. */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.on("SIGINT", leave).on("SIGTERM", leave);
  try {
    return await work(leaving.signal);
  } finally {
    process.off("SIGINT", leave).off("SIGTERM", leave);
  }
}
