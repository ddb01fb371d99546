/** What Lethe's own API said no with: its sentence, status and whatever else it told. */
export class Answered extends Error {
  override name = "Answered";
  status: number;
  body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.error === "string" ? body.error : `Lethe answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

export const getJson = <T>(url: string, signal?: AbortSignal): Promise<T> =>
  fetchJson(url, { signal });

export const postJson = <T>(url: string, body: unknown): Promise<T> =>
  fetchJson(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** The JSON of a good answer; another is thrown as `Answered`, no answer as what fetch throws. */
export async function fetchJson<T>(url: string, request: RequestInit): Promise<T> {
  const response = await fetch(url, {
    ...request,
    headers: { accept: "application/json", ...request.headers },
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  throw new Answered(response.status, isRecord(body) ? body : {});
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
