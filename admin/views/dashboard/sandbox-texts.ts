import type { Language } from '../../../core/kernel/index.ts';
import type { PluralForms } from '../../components/format.ts';

const en = {
  title: 'Sandbox of the add-ons',
  absent: 'This process is starting or ending; its sandbox is not there now.',
  workers: 'Workers here: {idle} ready, {busy} busy, {starting} starting, {max} at most.',
  waiting: {
    one: '{count} call waits.',
    other: '{count} calls wait.',
  } as PluralForms,
  paused: {
    one: '{count} add-on is paused.',
    other: '{count} add-ons are paused.',
  } as PluralForms,
  missing: {
    one: '{count} wall is missing on this machine: add-ons run without it.',
    other: '{count} walls are missing on this machine: add-ons run without them.',
  } as PluralForms,
  allRaised: 'Every wall around the add-ons is raised.',
  raised: 'raised',
  notRaised: 'missing',
  engine: 'Engine:',
  fences: {
    jitless: 'No machine code made at run time',
    'permission-model': 'No files, no programs',
    'no-inspector': 'No debugger',
    'empty-environment': 'No settings or secrets of the host',
    'memory-limit': 'Memory limit by the kernel',
    'no-file-writing': 'No byte written to any file',
    'no-core-dumps': 'No memory in crash files',
    'network-namespace': 'No network',
    'own-user': 'A user of its own for each worker',
    'no-new-privileges': 'No way to gain privileges',
  } as Record<string, string>,
};

type SandboxTexts = typeof en;

const ar: SandboxTexts = {
  title: 'البيئة المعزولة للإضافات',
  absent: 'هذه العملية تبدأ أو تنتهي، وبيئتها المعزولة غير متاحة الآن.',
  workers: 'العمليات هنا: {idle} جاهزة، {busy} مشغولة، {starting} قيد البدء، والحد الأقصى {max}.',
  waiting: {
    zero: 'لا استدعاء في الانتظار.',
    one: 'استدعاء واحد في الانتظار.',
    two: 'استدعاءان في الانتظار.',
    few: '{count} استدعاءات في الانتظار.',
    many: '{count} استدعاءً في الانتظار.',
    other: '{count} استدعاء في الانتظار.',
  },
  paused: {
    zero: 'لا إضافة موقوفة مؤقتًا.',
    one: 'إضافة واحدة موقوفة مؤقتًا.',
    two: 'إضافتان موقوفتان مؤقتًا.',
    few: '{count} إضافات موقوفة مؤقتًا.',
    many: '{count} إضافة موقوفة مؤقتًا.',
    other: '{count} إضافة موقوفة مؤقتًا.',
  },
  missing: {
    one: 'ينقص جدار واحد على هذا الجهاز، والإضافات تعمل من دونه.',
    two: 'ينقص جداران على هذا الجهاز، والإضافات تعمل من دونهما.',
    few: 'تنقص {count} جدران على هذا الجهاز، والإضافات تعمل من دونها.',
    many: 'ينقص {count} جدارًا على هذا الجهاز، والإضافات تعمل من دونها.',
    other: 'ينقص {count} جدار على هذا الجهاز، والإضافات تعمل من دونها.',
  },
  allRaised: 'كل الجدران حول الإضافات قائمة.',
  raised: 'قائم',
  notRaised: 'ناقص',
  engine: 'المحرّك:',
  fences: {
    jitless: 'لا توليد لشيفرة الآلة أثناء التشغيل',
    'permission-model': 'لا ملفات ولا برامج',
    'no-inspector': 'لا أداة تنقيح',
    'empty-environment': 'لا إعدادات ولا أسرار من المضيف',
    'memory-limit': 'حد للذاكرة تفرضه النواة',
    'no-file-writing': 'لا كتابة في أي ملف',
    'no-core-dumps': 'لا ذاكرة في ملفات الأعطال',
    'network-namespace': 'لا شبكة',
    'own-user': 'مستخدم خاص بكل عملية',
    'no-new-privileges': 'لا سبيل إلى صلاحيات جديدة',
  },
};

/** What staff read about the sandbox, in both languages. */
export const SANDBOX_TEXTS: Record<Language, SandboxTexts> = { en, ar };
