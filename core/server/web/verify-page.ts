import { createHash } from 'node:crypto';
import type { Language } from '../../kernel/index.ts';
import type { VerifiedPaper } from '../../reports/index.ts';

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{font:17px/1.6 system-ui,"Segoe UI",Tahoma,sans-serif;margin:0;
display:grid;place-items:center;min-block-size:100vh;background:#f3f5f5;color:#18211f}main{background:#fff;border:1px solid #d9e0de;
border-block-start:4px solid #14746f;border-radius:8px;padding:28px 32px;margin:16px;inline-size:min(560px,calc(100% - 32px))}
h1{font-size:1.3rem;margin:0 0 4px}p{margin:0 0 12px}label{display:block;margin-block-end:12px}input{display:block;inline-size:100%;
font:inherit;padding:8px 10px;border:1px solid #8b9996;border-radius:4px;background:inherit;color:inherit}button{font:inherit;border:0;
background:#14746f;color:#fff;border-radius:4px;padding:9px 20px;cursor:pointer}.answer{border-radius:6px;padding:14px 16px;
margin-block-end:20px;border:1px solid;border-inline-start-width:6px}.good{border-color:#1d7a3d;background:#eef8f1}
.gone{border-color:#a15c00;background:#fdf4e6}.none{border-color:#b3261e;background:#fcefee}h2{font-size:1.1rem;margin:0 0 6px}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;margin:0}dt{color:#5b6664}dd{margin:0}a{color:inherit}
.foot{display:flex;justify-content:space-between;margin-block-start:20px;color:#5b6664}@media(prefers-color-scheme:dark){
body{background:#141716;color:#e6ecea}main{background:#1d2221;border-color:#38413f}.good{background:#16301f}.gone{background:#332611}
.none{background:#381a18}dt,.foot{color:#9aa6a3}}`;
const HASH = createHash('sha256').update(STYLE).digest('base64');

/** No script, and nothing from elsewhere; the form leads back here. */
export const VERIFY_POLICY = `default-src 'none'; style-src 'sha256-${HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export type VerifyPage = {
  language: Language;
  school: string;
  /** What was asked, as it was typed. */
  paper: string;
  code: string;
  /** None before anybody asked. */
  answer: VerifiedPaper | 'unknown' | undefined;
};

/** The page on which somebody sees whether a paper is genuine. All that came from outside is escaped. */
export function verifyPage({ language, school, paper, code, answer }: VerifyPage): string {
  const words = WORDS[language];
  const other = language === 'ar' ? 'en' : 'ar';
  const link = new URLSearchParams({
    ...(paper ? { paper } : {}),
    ...(code ? { code } : {}),
    lang: other,
  });
  const field = (name: string, label: string, value: string, hint: string) =>
    `<label>${label}<input name="${name}" dir="ltr" autocomplete="off" maxlength="200" placeholder="${hint}" value="${asHtml(value)}"></label>`;
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${words.title} · ${asHtml(school)}</title>
<style>${STYLE}</style></head><body><main>
<h1>${words.title}</h1><p><bdi>${asHtml(school)}</bdi></p>
${answer === undefined ? `<p>${words.lead}</p>` : answerOf(answer, language)}
<form method="get" action="/verify">${field('paper', words.number, paper, 'TR-2026-000042')}${field('code', words.code, code, 'ABCD-EFGH')}
<input type="hidden" name="lang" value="${language}"><button>${words.check}</button></form>
<p class="foot"><span>${words.privacy}</span><a href="/verify?${asHtml(String(link))}" lang="${other}">${WORDS[other].name}</a></p>
</main></body></html>
`;
}

function answerOf(answer: VerifiedPaper | 'unknown', language: Language): string {
  const words = WORDS[language];
  if (answer === 'unknown')
    return `<section class="answer none" role="status"><h2>${words.unknown}</h2>${words.unknownText}</section>`;
  const name = language === 'ar' ? (answer.nameAr ?? answer.name) : answer.name;
  const facts = [
    [words.kind, words.kinds[answer.kind as keyof typeof words.kinds] ?? answer.kind],
    [words.holder, name],
    [words.number, answer.number],
    [words.issued, dateIn(answer.issuedOn, language)],
  ];
  const [tone, title] = answer.isWithdrawn ? ['gone', words.withdrawn] : ['good', words.genuine];
  return `<section class="answer ${tone}" role="status"><h2>${title}</h2>${answer.isWithdrawn ? `<p>${words.withdrawnText}</p>` : ''}<dl>${facts
    .map(([label, value]) => `<dt>${label}</dt><dd><bdi>${asHtml(value ?? '')}</bdi></dd>`)
    .join('')}</dl></section>`;
}

function dateIn(date: string, language: Language): string {
  const format = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const locale = language === 'ar' ? 'ar-QA-u-nu-latn-ca-gregory' : 'en-GB';
  return new Intl.DateTimeFormat(locale, format).format(new Date(`${date}T00:00:00Z`));
}

function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const WORDS = {
  en: {
    name: 'English',
    title: 'Check a paper',
    lead: 'Type the number and the check code that are printed on the paper, or scan its code.',
    number: 'Number',
    code: 'Check code',
    check: 'Check',
    kind: 'Paper',
    holder: 'Holder',
    issued: 'Issued on',
    genuine: 'This paper is genuine.',
    withdrawn: 'This paper was withdrawn.',
    withdrawnText: 'The school issued it and took it back. It is not valid any more.',
    unknown: 'No such paper was found.',
    unknownText:
      'Compare the number and the code with the paper. If they are right, the school did not issue it.',
    privacy: 'Names are shortened.',
    kinds: {
      report_card: 'Report card',
      transcript: 'Transcript',
      enrolment: 'Certificate of enrolment',
      leaving: 'Leaving certificate',
      completion: 'Certificate of completion',
      id_card: 'ID card',
    },
  },
  ar: {
    name: 'العربية',
    title: 'التحقق من وثيقة',
    lead: 'اكتب الرقم ورمز التحقق المطبوعين على الوثيقة، أو امسح رمزها.',
    number: 'الرقم',
    code: 'رمز التحقق',
    check: 'تحقّق',
    kind: 'الوثيقة',
    holder: 'صاحبها',
    issued: 'تاريخ الإصدار',
    genuine: 'هذه الوثيقة صحيحة.',
    withdrawn: 'سُحبت هذه الوثيقة.',
    withdrawnText: 'أصدرتها المدرسة ثم سحبتها، ولم تعد سارية.',
    unknown: 'لم يُعثر على هذه الوثيقة.',
    unknownText: 'قارن الرقم والرمز بما في الوثيقة. إن كانا صحيحين فالمدرسة لم تُصدرها.',
    privacy: 'الأسماء مختصرة.',
    kinds: {
      report_card: 'شهادة درجات',
      transcript: 'كشف درجات',
      enrolment: 'إفادة قيد',
      leaving: 'شهادة مغادرة',
      completion: 'شهادة إتمام',
      id_card: 'بطاقة هوية مدرسية',
    },
  },
} as const;
