import { type Block, definePlugin, type ShownText } from '../../../../plugins/sdk/index.ts';
import { MARKDOWN } from './markdown.ts';

const MONTHS: [string, string][] = [
  ['September', 'سبتمبر'],
  ['October', 'أكتوبر'],
  ['November', 'نوفمبر'],
  ['December', 'ديسمبر'],
  ['January', 'يناير'],
];
const text = (en: string, ar: string): ShownText => ({ en, ar });
const points = (values: number[]) =>
  MONTHS.map(([en, ar], index) => ({ label: text(en, ar), value: values[index] ?? 0 }));

const total: Block = {
  kind: 'stat',
  label: text('Books this month', 'كتب هذا الشهر'),
  value: 1284,
  hint: text('12 % more than in October', 'أكثر من أكتوبر بنسبة 12٪'),
  tone: 'good',
};
const months = (shape: 'bar' | 'line'): Block => ({
  kind: 'chart',
  title: text('Books by month', 'الكتب بحسب الشهر'),
  shape,
  unit: text('books', 'كتاب'),
  series: [
    { label: text('Grade 9', 'الصف 9'), points: points([310, 420, 515, 480, 1284]) },
    { label: text('Grade 10', 'الصف 10'), points: points([280, 350, 290, 610, 900]) },
  ],
});
const readers: Block = {
  kind: 'table',
  title: text('Best readers', 'أفضل القراء'),
  columns: [
    { key: 'name', label: text('Pupil', 'الطالب') },
    { key: 'books', label: text('Books', 'الكتب'), format: 'number' },
    { key: 'share', label: text('Of the goal', 'من الهدف'), format: 'percent' },
    { key: 'last', label: text('Last book on', 'آخر كتاب في'), format: 'date' },
    { key: 'member', label: text('Member', 'عضو'), format: 'yesNo' },
  ],
  rows: [
    { name: 'Layla Hassan', books: 14, share: 1.4, last: '2026-11-20', member: true },
    { name: 'ليلى حسن', books: 9, share: 0.9, last: '2026-11-18', member: true },
    // What a spreadsheet would run and a page would draw is shown as it is written.
    { name: '=HYPERLINK("https://evil.example","x")', books: 1, share: 0.1, last: 'soon', member: false },
    { name: '<img src=x onerror=alert(1)>', books: null, share: null, last: null, member: null },
  ],
};

export const plugin = definePlugin({
  widgets: {
    books: () => ({ blocks: [total] }),
    months: () => ({ blocks: [months('bar')] }),
  },
  pages: {
    report: () => ({
      blocks: [
        total,
        { kind: 'stat', label: text('Readers', 'القراء'), value: 312 },
        {
          kind: 'stat',
          label: text('Overdue', 'متأخرة'),
          value: 7,
          tone: 'bad',
          hint: text('since Sunday', 'منذ الأحد'),
        },
        {
          kind: 'callout',
          tone: 'warning',
          title: text('Seven books are overdue', 'سبعة كتب متأخرة'),
          text: text('Remind the readers before Thursday.', 'ذكّر القراء قبل يوم الخميس.'),
        },
        months('line'),
        readers,
        {
          kind: 'table',
          title: text('Lost books', 'كتب مفقودة'),
          columns: [{ key: 'title', label: text('Title', 'العنوان') }],
          rows: [],
          empty: text('No book is lost.', 'لا يوجد كتاب مفقود.'),
        },
        { kind: 'markdown', text: MARKDOWN },
        {
          kind: 'action',
          action: 'export',
          label: text('Download the list', 'تنزيل القائمة'),
          tone: 'primary',
        },
        { kind: 'action', action: 'forget', label: text('Forget everything', 'حذف كل شيء'), tone: 'danger' },
        { kind: 'action', action: 'unknown', label: text('Leads nowhere', 'لا يؤدي إلى شيء') },
      ],
    }),
    setup: (_input, { settings }) => ({
      blocks: [
        {
          kind: 'form',
          action: 'set-goal',
          title: text('The goal of this term', 'هدف هذا الفصل'),
          submit: text('Set the goal', 'تحديد الهدف'),
          fields: {
            type: 'object',
            properties: {
              goal: {
                type: 'integer',
                title: 'Books a month',
                title_ar: 'عدد الكتب في الشهر',
                minimum: 1,
                maximum: 30,
              },
              why: { type: 'string', title: 'Why', title_ar: 'السبب', maxLength: 100, 'x-multiline': true },
            },
            required: ['goal'],
            additionalProperties: false,
          },
          values: { goal: Number(settings.goal) },
        },
      ],
    }),
  },
  tabs: {
    reader: async ({ recordId }, { students, actor }) => {
      const answer = await students.read({ ids: [recordId] });
      const reader = answer.ok ? answer.value.items[0] : undefined;
      return {
        blocks: [
          {
            kind: 'stat',
            label: text('Books of this year', 'كتب هذا العام'),
            value: 14,
            hint: { en: reader?.displayName ?? '', ar: reader?.displayNameAr ?? reader?.displayName ?? '' },
          },
          {
            kind: 'stat',
            label: text('Seen by', 'شاهدها'),
            value: actor.kind === 'user' ? actor.id.slice(0, 6) : '',
          },
          {
            kind: 'action',
            action: 'add-book',
            label: text('Add a book', 'إضافة كتاب'),
            values: { title: 'The Little Prince' },
            tone: 'primary',
          },
        ],
      };
    },
  },
  actions: {
    'add-book': ({ values }, { both }) => ({
      message: both('thanks', { title: String(values.title) }),
      tone: 'good',
    }),
    certificates: async ({ recordIds }, { files }) => {
      const name = 'certificates.txt';
      const kept = await files.put({ name, contentType: 'text/plain', text: recordIds.join('\n') });
      return {
        message: text(
          recordIds.length === 1
            ? 'The certificate is ready.'
            : `${recordIds.length} certificates are ready.`,
          recordIds.length === 1 ? 'الشهادة جاهزة.' : `الشهادات جاهزة، وعددها ${recordIds.length}.`,
        ),
        tone: 'good',
        blocks: [readers],
        ...(kept.ok ? { fileId: kept.value.fileId } : {}),
      };
    },
    export: async (_input, { files }) => {
      const kept = await files.put({
        name: 'readers.csv',
        contentType: 'text/csv',
        text: 'name,books\nLayla,14\n',
      });
      return kept.ok ? { fileId: kept.value.fileId } : { message: kept.code, tone: 'bad' };
    },
    'set-goal': ({ values }) => ({
      message: text(`The goal is ${values.goal}.`, `الهدف هو ${values.goal}.`),
      tone: 'good',
    }),
    forget: () => {
      throw new Error('There is nothing to forget.');
    },
  },
});
