export { billingNow, setBillingClock, virtualBillingMoment } from './billing-clock.ts';
export { toCsv } from './csv.ts';
export { addDays, type Clock, datesBetween, plainDateIn, systemClock } from './dates.ts';
export { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.ts';
export {
  AppError,
  type ErrorBody,
  type ErrorDetails,
  errorBody,
  errorMessage,
  isAppError,
} from './errors.ts';
export { errorsDocument } from './errors-doc.ts';
export { type FetchGuard, FetchRefused, type GuardedFetch, guardedFetch } from './guarded-fetch.ts';
export {
  formatHijri,
  fromHijri,
  HIJRI_MONTHS,
  type HijriDate,
  toHijri,
} from './hijri.ts';
export { deterministicId, sha256Hex, signWith, timingSafeEqualText } from './ids.ts';
export { inArabicOrder, isolatedLines } from './isolated-lines.ts';
export {
  type Keyring,
  keyring,
  keysToOpen,
  SECRET_LIFE_DAYS,
  SECRET_WARNING_DAYS,
  secretAgeDays,
  weaknessOf,
} from './keyring.ts';
export { isLanguage, LANGUAGES, type Language, requestLanguage } from './languages.ts';
export {
  closeLimiters,
  createLimiter,
  type Limiter,
  type LimiterOptions,
  type LimitOutcome,
  rateLimitHeaders,
} from './limiter.ts';
export {
  addressKey,
  isInNetworks,
  normaliseAddress,
  type ParsedNetworks,
  parseNetworks,
} from './networks.ts';
export { isPublicAddress } from './public-address.ts';
export { reseal, seal, unseal } from './sealed.ts';
export { readSettings, type Settings, SettingsError } from './settings.ts';
export { settingsDocument } from './settings-doc.ts';
export { addressesOf } from './settings-table.ts';
