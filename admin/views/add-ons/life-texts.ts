import type { Language } from '../../components/language.ts';

const en = {
  title: 'Version',
  running: 'Your school runs version {version}.',
  withdrawn: {
    deprecated: 'Version {version} is no longer maintained: {reason}',
    yanked: 'Version {version} is not given to new schools any more: {reason}',
    revoked: 'Version {version} was withdrawn: {reason}',
  } as Record<string, string>,
  suspendedFor: {
    payment:
      'It does not run, because your plan does not include add-ons or your school is suspended. It goes on by itself when that changes. Settings and records are kept.',
    fault:
      'It was stopped after it broke down three times in five minutes. Settings and records are kept. You can let it run again.',
    revoked: 'It was stopped, because its version was withdrawn. Settings and records are kept. {reason}',
  } as Record<string, string>,
  resume: 'Let it run again',
  upgradeTitle: 'Version {version} is ready',
  upgradeSame: 'It asks for nothing more than you accepted. It also comes by itself within days.',
  upgradeMore: 'It asks for more than you accepted. It does not come before you accept this:',
  gives: 'It gives up:',
  why: 'Why:',
  upgrade: 'Upgrade…',
  upgradeAsk: 'Upgrade to version {version}?',
  acceptUpgrade: 'Accept and upgrade',
  confirmUpgrade: 'Upgrade',
  upgrading: 'Upgrading…',
  checking: 'Trying it on a copy of your data…',
  keepsData: 'Its data stays as it is.',
  changesData: 'Its data is brought to the new version. Tried on a copy:',
  place: 'Where',
  before: 'Before',
  added: 'New',
  changed: 'Changed',
  removed: 'Removed',
  after: 'After',
  values: 'Values of its own',
  settingsChange: 'Settings that change: {names}',
  undoHint: 'You can go back for 7 days, with the data of today.',
  rollback: 'Go back to version {version}…',
  rollbackUntil: 'Possible until {until}.',
  rollbackAsk: 'Go back to version {version}?',
  rollbackText:
    'Settings and data become what they were at the upgrade on {at}. What was written since is set aside for 7 days.',
  confirmRollback: 'Go back',
  working: 'One moment…',
  leaveTitle: 'Data and leaving',
  export: 'Download its data',
  exportHelp: 'One zip with settings, values, records and files. Secrets are not in it.',
  exporting: 'Collecting…',
  uninstall: 'Remove the add-on…',
  uninstallAsk: 'Remove “{name}”?',
  uninstallText:
    'It stops at once. Its data is kept for 30 days, in which you can take this back. Then everything is deleted for good, and you get a signed certificate.',
  confirmUninstall: 'Remove',
  uninstalling:
    'It is being removed and does not run. Everything it keeps is deleted on {date}. Until then you can take it back or download its data.',
  takeBack: 'Keep the add-on',
  certificate: 'Proof of deletion of {date}',
  certificates: 'Proofs of deletion',
  downloadCertificate: 'Download',
};

const ar: typeof en = {
  title: 'الإصدار',
  running: 'تعمل مدرستك بالإصدار {version}.',
  withdrawn: {
    deprecated: 'لم يعد الإصدار {version} محل صيانة: {reason}',
    yanked: 'لم يعد الإصدار {version} يُتاح لمدارس جديدة: {reason}',
    revoked: 'سُحب الإصدار {version}: {reason}',
  },
  suspendedFor: {
    payment:
      'لا تعمل الآن لأن خطتك لا تشمل الإضافات أو لأن مدرستك موقوفة. تعود إلى العمل تلقائيًا عند تغيّر ذلك. الإعدادات والسجلات محفوظة.',
    fault: 'أُوقفت بعد تعطّلها ثلاث مرات خلال خمس دقائق. الإعدادات والسجلات محفوظة، ويمكنك تشغيلها من جديد.',
    revoked: 'أُوقفت لأن إصدارها سُحب. الإعدادات والسجلات محفوظة. {reason}',
  },
  resume: 'تشغيلها من جديد',
  upgradeTitle: 'الإصدار {version} جاهز',
  upgradeSame: 'لا يطلب أكثر مما قبلته، ويصل تلقائيًا خلال أيام.',
  upgradeMore: 'يطلب أكثر مما قبلته، ولا يصل قبل أن تقبل ما يلي:',
  gives: 'ويتخلى عن:',
  why: 'السبب:',
  upgrade: 'تحديث…',
  upgradeAsk: 'هل تريد التحديث إلى الإصدار {version}؟',
  acceptUpgrade: 'قبول وتحديث',
  confirmUpgrade: 'تحديث',
  upgrading: 'جارٍ التحديث…',
  checking: 'جارٍ التجربة على نسخة من بياناتك…',
  keepsData: 'تبقى بياناتها كما هي.',
  changesData: 'تُنقل بياناتها إلى الإصدار الجديد. نتيجة التجربة على نسخة:',
  place: 'الموضع',
  before: 'قبل',
  added: 'جديد',
  changed: 'متغيّر',
  removed: 'محذوف',
  after: 'بعد',
  values: 'قيم خاصة بها',
  settingsChange: 'الإعدادات التي تتغيّر: {names}',
  undoHint: 'يمكنك الرجوع خلال 7 أيام مع بيانات اليوم.',
  rollback: 'الرجوع إلى الإصدار {version}…',
  rollbackUntil: 'متاح حتى {until}.',
  rollbackAsk: 'هل تريد الرجوع إلى الإصدار {version}؟',
  rollbackText:
    'تعود الإعدادات والبيانات إلى ما كانت عليه عند التحديث في {at}. ويُحفظ جانبًا ما كُتب بعده لمدة 7 أيام.',
  confirmRollback: 'رجوع',
  working: 'لحظة واحدة…',
  leaveTitle: 'البيانات والمغادرة',
  export: 'تنزيل بياناتها',
  exportHelp: 'ملف مضغوط واحد يضم الإعدادات والقيم والسجلات والملفات، دون القيم السرية.',
  exporting: 'جارٍ الجمع…',
  uninstall: 'إزالة الإضافة…',
  uninstallAsk: 'هل تريد إزالة «{name}»؟',
  uninstallText:
    'تتوقف فورًا. وتُحفظ بياناتها 30 يومًا يمكنك خلالها التراجع. بعد ذلك يُحذف كل شيء نهائيًا وتحصل على شهادة موقّعة.',
  confirmUninstall: 'إزالة',
  uninstalling:
    'الإضافة قيد الإزالة ولا تعمل. يُحذف كل ما تحفظه في {date}. وحتى ذلك الحين يمكنك الاحتفاظ بها أو تنزيل بياناتها.',
  takeBack: 'الاحتفاظ بالإضافة',
  certificate: 'إثبات الحذف بتاريخ {date}',
  certificates: 'إثباتات الحذف',
  downloadCertificate: 'تنزيل',
};

export type LifeTexts = typeof en;

/** Texts about versions of an installed add-on, ways back and leaving. */
export const LIFE_TEXTS: Record<Language, LifeTexts> = { en, ar };
