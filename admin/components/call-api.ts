/** What the server said no to: a sentence for people, and the code and field for programs. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  /** What programs read beside the sentence, such as the fields that are wrong. */
  readonly data: unknown;

  constructor(status: number, body: unknown, fallback: string) {
    const first = (
      body as {
        errors?: { message?: string; code?: string; details?: Record<string, unknown>; data?: unknown }[];
      }
    )?.errors?.[0];
    super(first?.message ?? fallback);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = first?.code ?? '';
    this.details = first?.details ?? {};
    this.data = first?.data;
  }
}

/** Calls the product's own API. Throws ApiProblem for an answer that is no success and TypeError without a network. */
export async function callApi<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api${path}`, {
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiProblem(response.status, answer, `HTTP ${response.status}`);
  return answer as T;
}

/** The sentence to show for anything that was thrown; `offline` is for a server that could not be reached. */
export function problemSentence(error: unknown, offline: string): string {
  return error instanceof ApiProblem ? error.message : offline;
}
