import { queueMail, schoolMail } from '../../../communication/index.ts';
import type { Language } from '../../../kernel/index.ts';
import { currentScope, ownAddress, type Queryable } from '../../../tenancy/index.ts';
import type { Account } from '../sign-in/find-account.ts';
import { makeToken } from './one-time-tokens.ts';

/** ASVS 6.4: a link to set a password is short-lived. */
const RESET_MINUTES = 60;
const INVITE_MINUTES = 7 * 24 * 60;

const TEXTS = {
  reset: {
    en: {
      subject: 'Reset your password',
      text: 'A new password was asked for your account. If it was not you, ignore this mail. The link is good for one hour and works once.',
      label: 'Choose a new password',
    },
    ar: {
      subject: 'إعادة تعيين كلمة المرور',
      text: 'طُلبت إعادة تعيين كلمة المرور لحسابك. إن لم تطلب ذلك فتجاهل هذه الرسالة. الرابط صالح لساعة واحدة ولمرة واحدة.',
      label: 'تعيين كلمة مرور جديدة',
    },
  },
  invite: {
    en: {
      subject: 'Your account at {place}',
      text: 'An account was made for you at {place}. Choose a password to sign in. The link is good for seven days and works once.',
      label: 'Choose a password',
    },
    ar: {
      subject: 'حسابك في {place}',
      text: 'أُنشئ لك حساب في {place}. اختر كلمة مرور لتسجيل الدخول. الرابط صالح لسبعة أيام ولمرة واحدة.',
      label: 'اختيار كلمة مرور',
    },
  },
} as const;

/**
 * Queues the mail with a link to set a password. The token is behind the # of the address: browsers send that part to
 * nobody, so it stands in no log and no Referer.
 */
export async function mailPasswordLink(
  database: Queryable,
  account: Pick<Account, 'id' | 'email'>,
  purpose: 'reset' | 'invite',
  language: Language,
): Promise<void> {
  const minutes = purpose === 'reset' ? RESET_MINUTES : INVITE_MINUTES;
  const token = await makeToken(database, { purpose, userId: account.id, minutes });
  const link = `${ownAddress()}/admin/set-password#${purpose}=${token}`;
  const texts = TEXTS[purpose][language];
  const fill = (text: string) => text.replace('{place}', placeName(language));
  const scope = currentScope();
  const mail = schoolMail({
    tenant: scope?.kind === 'tenant' ? scope.tenant : undefined,
    language,
    heading: fill(texts.subject),
    paragraphs: [fill(texts.text)],
    button: { label: texts.label, href: link },
  });
  await queueMail(database, { to: account.email, ...mail });
}

function placeName(language: Language): string {
  const scope = currentScope();
  if (scope?.kind !== 'tenant') return 'Daftar';
  return language === 'ar' ? (scope.tenant.nameAr ?? scope.tenant.name) : scope.tenant.name;
}
