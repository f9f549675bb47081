import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type AppError, errorMessage } from '../../kernel/index.ts';
import type { EdgeRequest } from './edge.ts';

const STYLE = `:root{color-scheme:light dark}body{font:17px/1.6 system-ui,"Segoe UI",Tahoma,sans-serif;margin:0;display:grid;
place-items:center;min-block-size:100vh;background:#f3f5f5;color:#18211f}main{background:#fff;border:1px solid #d9e0de;
border-block-start:4px solid #14746f;border-radius:8px;padding:28px 32px;margin:16px;max-inline-size:560px}h1{font-size:1.3rem;
margin:0 0 8px}section+section{border-block-start:1px solid #d9e0de;margin-block-start:20px;padding-block-start:20px}p{margin:0 0 8px}
a{display:inline-block;background:#14746f;color:#fff;border-radius:4px;padding:8px 18px;text-decoration:none;margin-block-start:6px}
small{color:#5b6664;display:block;margin-block-start:20px}@media(prefers-color-scheme:dark){body{background:#141716;color:#e6ecea}
main{background:#1d2221;border-color:#38413f}section+section{border-color:#38413f}small{color:#9aa6a3}}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Why a verified person is not let in, and what to do about it. */
const REFUSALS: Record<string, readonly [en: string, ar: string]> = {
  no_role: [
    'None of your groups has a role here. Ask your school’s office to add you to the right group.',
    'لا يقابل أيٌّ من مجموعاتك دورًا هنا. اطلب من إدارة مدرستك إضافتك إلى المجموعة المناسبة.',
  ],
  no_email: [
    'Your e-mail address did not come with the sign-in. The provider must send it.',
    'لم يصل بريدك الإلكتروني مع تسجيل الدخول. على مزوّد الهوية أن يرسله.',
  ],
  email_taken: [
    'Another account here has your e-mail address. An administrator of your school can connect the two.',
    'يوجد حساب آخر هنا ببريدك الإلكتروني. يمكن لمدير النظام في مدرستك الربط بينهما.',
  ],
  no_account: [
    'You have no account here yet. Ask an administrator of your school to make one.',
    'ليس لديك حساب هنا بعد. اطلب من مدير النظام في مدرستك إنشاءه.',
  ],
  inactive: [
    'Your account is switched off. Ask an administrator of your school.',
    'حسابك موقوف. تواصل مع مدير النظام في مدرستك.',
  ],
  other_subject: [
    'Your account is connected to another person at the provider. Ask an administrator of your school.',
    'حسابك مرتبط بشخص آخر لدى مزوّد الهوية. تواصل مع مدير النظام في مدرستك.',
  ],
  switched_off: ['Single sign-on is switched off at the moment.', 'الدخول الموحد متوقف حاليًا.'],
};

/** Sends what went wrong with a sign-in as a page in both languages, the reader's first. Says nothing of what was sent. */
export function sendSsoProblem(req: Request, res: Response, error: AppError): void {
  const isArabicFirst =
    /payload-lng=ar/.test(req.headers.cookie ?? '') || /^ar\b/i.test(req.headers['accept-language'] ?? '');
  const blocks = [section('en', error), section('ar', error)];
  if (isArabicFirst) blocks.reverse();
  res.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  res
    .status(error.status)
    .type('html')
    .send(`<!doctype html>
<html lang="${isArabicFirst ? 'ar' : 'en'}" dir="${isArabicFirst ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Daftar · دفتر</title>
<style>${STYLE}</style></head><body><main>${blocks.join('')}<small dir="ltr">${asHtml(error.code)} · ${asHtml((req as EdgeRequest).requestId)}</small></main></body></html>`);
}

function section(language: 'en' | 'ar', error: AppError): string {
  const index = language === 'en' ? 0 : 1;
  const reason = String(error.details.reason ?? '');
  const sentence = REFUSALS[reason]?.[index] ?? errorMessage(error.code, language, error.details);
  const title = ['You are not signed in', 'لم يتم تسجيل دخولك'][index] ?? '';
  const back = ['Back to the sign-in', 'العودة إلى تسجيل الدخول'][index] ?? '';
  return `<section lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><h1>${title}</h1><p>${asHtml(sentence)}</p><a href="/admin/login">${back}</a></section>`;
}

function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
