import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.ts';
import { inArabicOrder } from './isolated-lines.ts';
import type { Language } from './languages.ts';

export type ErrorDetails = Record<string, string | number | boolean | null>;

/**
 * The one error class of the product. It is compared by `code`, never by instanceof: the Next bundle
 * carries its own copy of this module.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;
  /** Data for programs beside the sentence, for example both versions of a conflicting record. */
  readonly data: unknown;
  // Payload answers with `status` and shows the message only when this is true.
  readonly isPublic = true;

  constructor(
    code: ErrorCode,
    details: ErrorDetails = {},
    options: { cause?: unknown; data?: unknown } = {},
  ) {
    super(errorMessage(code, 'en', details), { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = ERROR_CATALOGUE[code].status;
    this.details = details;
    this.data = options.data;
  }
}

/** The sentence of a code in a language, with its `{placeholders}` filled; in Arabic from `<name>Ar` where there is one. */
export function errorMessage(code: ErrorCode, language: Language, details: ErrorDetails = {}): string {
  const sentence = ERROR_CATALOGUE[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String((language === 'ar' ? details[`${name}Ar`] : undefined) ?? details[name] ?? ''),
  );
  return language === 'ar' ? inArabicOrder(sentence) : sentence;
}

/** True for an AppError of any copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { name?: unknown }).name === 'AppError' &&
    typeof (error as { code?: unknown }).code === 'string' &&
    (error as { code: string }).code in ERROR_CATALOGUE
  );
}

export type ErrorBody = {
  errors: { code: ErrorCode; message: string; details: ErrorDetails; data?: unknown }[];
};

/** The JSON body of an error answer, in the shape Payload's own clients read (`errors[0].message`). */
export function errorBody(error: AppError, language: Language): ErrorBody {
  const entry = {
    code: error.code,
    message: errorMessage(error.code, language, error.details),
    details: error.details,
  };
  return { errors: [error.data === undefined ? entry : { ...entry, data: error.data }] };
}
