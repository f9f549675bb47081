import { queueMail } from '../../../communication/index.ts';
import type { Language } from '../../../kernel/index.ts';
import { ownAddress, type Queryable, requireTenant } from '../../../tenancy/index.ts';

export type SupportNews = {
  kind: 'asked' | 'open';
  staffName: string;
  reason: string;
  ticket: string;
  writeAsked: boolean;
};

const TEXTS: Record<
  Language,
  Record<'asked' | 'open' | 'link' | 'by' | 'why' | 'ticket' | 'write', string>
> = {
  en: {
    asked: 'Daftar support asks to see {school}',
    open: 'Daftar support may see {school} for one hour',
    link: 'Answer or end it here',
    by: 'Who',
    why: 'Reason',
    ticket: 'Ticket',
    write: 'Changing records is asked for too; it needs your explicit approval.',
  },
  ar: {
    asked: 'دعم دفتر يطلب الاطلاع على {school}',
    open: 'يمكن لدعم دفتر الاطلاع على {school} لمدة ساعة',
    link: 'الرد على الطلب أو إنهاؤه',
    by: 'الموظف',
    why: 'السبب',
    ticket: 'رقم الطلب',
    write: 'يشمل الطلب تعديل السجلات، ولا يتم ذلك إلا بموافقتك الصريحة.',
  },
};

/** Tells everybody at the school of the scope who may decide on support access, each in their language. */
export async function mailSupportNews(database: Queryable, news: SupportNews): Promise<void> {
  const { rows } = await database.query(
    `select distinct u.email, u.language
       from users u join role_permissions p on p.role_id = u.role_id and p.code = 'support.write'
      where u.active is not false order by u.email limit 50`,
  );
  for (const row of rows)
    await queueMail(database, mailFor(row.email, row.language === 'ar' ? 'ar' : 'en', news));
}

function mailFor(to: string, language: Language, news: SupportNews) {
  const texts = TEXTS[language];
  const tenant = requireTenant();
  const school = language === 'ar' ? (tenant.nameAr ?? tenant.name) : tenant.name;
  const subject = texts[news.kind].replace('{school}', school);
  const link = `${ownAddress()}/admin/support`;
  const lines = [
    `${texts.by}: ${news.staffName}`,
    `${texts.why}: ${news.reason}`,
    `${texts.ticket}: ${news.ticket}`,
    ...(news.writeAsked ? [texts.write] : []),
  ];
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  return {
    to,
    subject,
    html: `<div dir="${language === 'ar' ? 'rtl' : 'ltr'}"><p><strong>${escapeHtml(subject)}</strong></p>${paragraphs}<p><a href="${link}">${texts.link}</a></p></div>`,
    text: `${subject}\n\n${lines.join('\n')}\n\n${link}\n`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
