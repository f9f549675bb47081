import type { ClassList, ClassRef, Register, RegisterMark } from '../../../core/attendance/index.ts';

export type { ClassRef };

/** What went wrong, in the server's own sentence; `code` is empty when the server was not reached. */
export type Failure = { code: string; message: string; data?: unknown };
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

type Fetching = { offline: string; signal?: AbortSignal };

/** The classes of the viewer with the registers taken on a date. */
export function fetchClasses(date: string, options: Fetching): Promise<Answer<ClassList>> {
  return call(`/api/register/classes?date=${encodeURIComponent(date)}`, {}, options);
}

/** One register with its saved marks. */
export function fetchRegister(ref: ClassRef, date: string, options: Fetching): Promise<Answer<Register>> {
  return call(
    `/api/register?${new URLSearchParams({ ...ref, period: String(ref.period), date })}`,
    {},
    options,
  );
}

/** Saves the whole register in one request. */
export function postRegister(
  body: { class: ClassRef; date: string; revision: number; marks: RegisterMark[]; reason?: string },
  options: Fetching,
): Promise<Answer<{ register: Register; changed: number }>> {
  return call(
    '/api/register',
    { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
    options,
  );
}

/** The register of the other person, when a save was refused because of it. */
export function theirRegister(failure: Failure): Register | undefined {
  return failure.code === 'register.conflict' ? (failure.data as Register | undefined) : undefined;
}

async function call<T>(url: string, init: RequestInit, { offline, signal }: Fetching): Promise<Answer<T>> {
  try {
    const response = await fetch(url, { ...init, credentials: 'same-origin', ...(signal ? { signal } : {}) });
    const body = (await response.json()) as T & { errors?: Failure[] };
    if (response.ok) return { ok: true, value: body };
    return { ok: false, failure: body.errors?.[0] ?? { code: String(response.status), message: offline } };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, failure: { code: '', message: offline } };
  }
}
