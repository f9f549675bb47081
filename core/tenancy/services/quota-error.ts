import { AppError, type ErrorCode } from '../../kernel/index.ts';

/** The state that `daftar.take_seats` refuses with. */
export const QUOTA_REACHED = 'DF402';

const CODES: Record<string, ErrorCode> = {
  students: 'quota.students_reached',
  teachers: 'quota.teachers_reached',
  storage_bytes: 'quota.storage_reached',
};

/** What the database says when a quota is used up, as the error for people; undefined for every other error. */
export function quotaError(error: unknown): AppError | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, detail, cause } = current as { code?: unknown; detail?: unknown; cause?: unknown };
    if (code === QUOTA_REACHED && typeof detail === 'string') return fromDetail(detail);
    current = cause;
  }
  return undefined;
}

function fromDetail(detail: string): AppError | undefined {
  const { kind, ...details } = JSON.parse(detail) as { kind: string } & Record<string, string | number>;
  const code = CODES[kind];
  if (code === undefined) return undefined;
  const offer = { plans: details.plans || 'Enterprise', plansAr: details.plansAr || 'المؤسسية' };
  return new AppError(code, { ...details, ...offer });
}
