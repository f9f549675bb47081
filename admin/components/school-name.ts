import type { Language } from '../../core/kernel/index.ts';
import { currentScope } from '../../core/tenancy/index.ts';

const PLACES: Record<'platform' | 'partner', Record<Language, string>> = {
  platform: { en: 'Daftar console', ar: 'لوحة تحكم دفتر' },
  partner: { en: 'Daftar for partners', ar: 'دفتر للشركاء' },
};

/** What stands above the navigation and the sign-in: the school of the host, or the platform's own place. */
export function placeName(language: Language): string | undefined {
  const scope = currentScope();
  if (!scope) return undefined;
  if (scope.kind === 'tenant')
    return language === 'ar' ? (scope.tenant.nameAr ?? scope.tenant.name) : scope.tenant.name;
  return scope.realm === 'system' ? undefined : PLACES[scope.realm][language];
}
