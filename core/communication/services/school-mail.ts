import { brandingOf, type TenantInfo } from '../../tenancy/index.ts';

export type SchoolMail = {
  /** The school in whose name the mail is written; undefined for the platform's own. */
  tenant: TenantInfo | undefined;
  language: 'en' | 'ar';
  /** The subject and the headline. */
  heading: string;
  /** Plain text; markup in it is shown and not obeyed. */
  paragraphs: readonly string[];
  /** `href` is made by `ownAddress` or `schoolAddress`. */
  button?: { label: string; href: string };
};

export type ComposedMail = {
  subject: string;
  html: string;
  text: string;
  /** The name beside the sender's address, and where answers go; only of schools with their own looks. */
  fromName?: string;
  replyTo?: string;
};

const FOOT = {
  en: 'Sent by Daftar for {name}.',
  ar: 'أُرسلت بواسطة دفتر نيابة عن {name}.',
};

/**
 * The one layout of all mails, in the school's colours, as HTML with a text beside it. Styles are inline and the layout a
 * table, because mail programs know no more. The logo is not in it: a picture from outside tells who opened the mail.
 */
export function schoolMail({ tenant, language, heading, paragraphs, button }: SchoolMail): ComposedMail {
  const branding = brandingOf(tenant);
  const name = language === 'ar' ? branding.nameAr : branding.name;
  const foot = tenant ? FOOT[language].replace('{name}', name) : name;
  const body = paragraphs.map((text) => `<p style="margin:0 0 14px">${escapeHtml(text)}</p>`).join('');
  const link = button
    ? `<p style="margin:22px 0"><a href="${escapeHtml(button.href)}" style="display:inline-block;padding:11px 22px;border-radius:6px;` +
      `background:${branding.colour};color:${branding.onColour};text-decoration:none;font-weight:600">${escapeHtml(button.label)}</a></p>` +
      `<p dir="ltr" style="margin:0 0 14px;color:#5b6b6b;font-size:13px;word-break:break-all">${escapeHtml(button.href)}</p>`
    : '';
  const html =
    `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">` +
    `<title>${escapeHtml(heading)}</title></head><body style="margin:0;background:#f3f5f5">` +
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">` +
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:10px">` +
    `<tr><td style="padding:16px 28px;background:${branding.colour};color:${branding.onColour};border-radius:10px 10px 0 0;` +
    `font:600 17px/1.5 Tahoma,Arial,sans-serif">${escapeHtml(name)}</td></tr>` +
    `<tr><td style="padding:26px 28px;color:#1d2b2b;font:15px/1.65 Tahoma,Arial,sans-serif">` +
    `<h1 style="margin:0 0 16px;font-size:20px;line-height:1.4">${escapeHtml(heading)}</h1>${body}${link}</td></tr>` +
    `<tr><td style="padding:14px 28px;color:#5b6b6b;font:13px/1.6 Tahoma,Arial,sans-serif;border-top:1px solid #e3e9e9">${escapeHtml(foot)}</td></tr>` +
    `</table></td></tr></table></body></html>`;
  const text = [heading, ...paragraphs, ...(button ? [`${button.label}: ${button.href}`] : []), foot].join(
    '\n\n',
  );
  return {
    subject: oneLine(heading),
    html,
    text,
    ...(branding.mailFromName ? { fromName: oneLine(branding.mailFromName) } : {}),
    ...(branding.mailReplyTo ? { replyTo: oneLine(branding.mailReplyTo) } : {}),
  };
}

// A line break in a header would begin another header.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
