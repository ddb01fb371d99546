/** What a handler of ours answers; throws its sentence when it refuses. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return answerOf(await fetch(url, { signal, headers: { accept: "application/json" } }));
}

export async function answerOf<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const said = typeof body === "object" && body && "error" in body ? String(body.error) : "";
  throw new Error(said || `Lethe answered ${response.status}.`);
}
