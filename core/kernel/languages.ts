/** The two first languages of the product. */
export const LANGUAGES = ['en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** True for a language the product speaks. */
export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'ar';
}

/**
 * The language of a request: Payload's language cookie first, then Accept-Language, then the fallback.
 * Both arguments are raw header values.
 */
export function requestLanguage(
  headers: { cookie?: string | null; acceptLanguage?: string | null },
  fallback: Language = 'en',
): Language {
  const cookie = /(?:^|;\s*)payload-lng=(en|ar)(?:;|$)/.exec(headers.cookie ?? '')?.[1];
  if (isLanguage(cookie)) return cookie;
  const accepted = /(?:^|,)\s*(en|ar)\b/i.exec(headers.acceptLanguage ?? '')?.[1]?.toLowerCase();
  return isLanguage(accepted) ? accepted : fallback;
}
