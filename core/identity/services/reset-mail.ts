import type { PayloadRequest } from 'payload';
import { ownAddress } from '../../tenancy/index.ts';

type ResetRequest = { req?: PayloadRequest; token?: string };

/** Subject of the mail with a password link, in the language of the page that asked for it. */
export function resetSubject({ req }: ResetRequest = {}): string {
  return req?.i18n?.language === 'ar' ? 'إعادة تعيين كلمة المرور' : 'Reset your password';
}

/**
 * The mail with a password link. The address is made of our settings and the school found for the host, never of
 * the Host header itself, whose port and spelling a caller chooses.
 */
export function resetMail({ req, token }: ResetRequest = {}): string {
  const isArabic = req?.i18n?.language === 'ar';
  const link = `${ownAddress()}/admin/reset/${encodeURIComponent(token ?? '')}`;
  const [text, label] = isArabic
    ? [
        'طُلبت إعادة تعيين كلمة المرور لحسابك. إن لم تطلب ذلك فتجاهل هذه الرسالة. الرابط صالح لساعة واحدة.',
        'تعيين كلمة مرور جديدة',
      ]
    : [
        'A new password was asked for your account. If it was not you, ignore this mail. The link is good for one hour.',
        'Choose a new password',
      ];
  return `<div dir="${isArabic ? 'rtl' : 'ltr'}"><p>${text}</p><p><a href="${link}">${label}</a></p></div>`;
}
