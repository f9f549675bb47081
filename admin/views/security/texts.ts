import type { Language } from '../../../core/kernel/index.ts';

type Texts = Record<
  | 'title'
  | 'lead'
  | 'devices'
  | 'devicesLead'
  | 'thisDevice'
  | 'sso'
  | 'from'
  | 'since'
  | 'seen'
  | 'end'
  | 'endAll'
  | 'endAllSure'
  | 'factor'
  | 'factorOn'
  | 'factorOff'
  | 'factorNeeded'
  | 'codesLeft'
  | 'setUp'
  | 'takeAway'
  | 'newCodes'
  | 'password'
  | 'current'
  | 'next'
  | 'rule'
  | 'change'
  | 'changed'
  | 'prove'
  | 'go'
  | 'cancel'
  | 'confirm'
  | 'loading'
  | 'retry',
  string
>;

export const SECURITY_TEXTS: Record<Language, Texts> = {
  en: {
    title: 'Your security',
    lead: 'Where you are signed in, your second factor and your password.',
    devices: 'Devices',
    devicesLead: 'If you do not know one of them, sign it out and change your password.',
    thisDevice: 'This device',
    sso: 'single sign-on',
    from: 'from {address}',
    since: 'Signed in {moment}',
    seen: 'last seen {moment}',
    end: 'Sign out',
    endAll: 'Sign out everywhere',
    endAllSure: 'Signs out every device, this one too. Go on?',
    factor: 'Second factor',
    factorOn: 'On. Signing in asks for a code of your authenticator app.',
    factorOff: 'Off. A code from your phone keeps others out even when they know your password.',
    factorNeeded: 'Your account must have one.',
    codesLeft: '{count} recovery codes left.',
    setUp: 'Set up',
    takeAway: 'Turn off',
    newCodes: 'New recovery codes',
    password: 'Password',
    current: 'Current password',
    next: 'New password',
    rule: 'At least 10 characters. A few words in a row are good; nothing else is asked for.',
    change: 'Change the password',
    changed: 'The password is changed. Your other devices are signed out.',
    prove: 'Enter your password to go on.',
    go: 'Continue',
    cancel: 'Cancel',
    confirm: 'Confirm',
    loading: 'Loading …',
    retry: 'Try again',
  },
  ar: {
    title: 'أمان حسابك',
    lead: 'الأجهزة المتصلة بحسابك والتحقق بخطوتين وكلمة المرور.',
    devices: 'الأجهزة',
    devicesLead: 'إن لم تعرف أحدها فسجّل خروجه وغيّر كلمة المرور.',
    thisDevice: 'هذا الجهاز',
    sso: 'دخول موحد',
    from: 'من {address}',
    since: 'سُجّل الدخول {moment}',
    seen: 'آخر نشاط {moment}',
    end: 'تسجيل الخروج',
    endAll: 'تسجيل الخروج من كل الأجهزة',
    endAllSure: 'يسجّل خروج كل الأجهزة ومنها هذا الجهاز. هل تريد المتابعة؟',
    factor: 'التحقق بخطوتين',
    factorOn: 'مفعّل. يطلب تسجيل الدخول رمزًا من تطبيق المصادقة.',
    factorOff: 'غير مفعّل. رمز من هاتفك يمنع الآخرين من الدخول حتى لو عرفوا كلمة المرور.',
    factorNeeded: 'وهو إلزامي لحسابك.',
    codesLeft: 'رموز الاسترداد المتبقية: {count}.',
    setUp: 'تفعيل',
    takeAway: 'إيقاف',
    newCodes: 'رموز استرداد جديدة',
    password: 'كلمة المرور',
    current: 'كلمة المرور الحالية',
    next: 'كلمة المرور الجديدة',
    rule: '10 أحرف على الأقل. بضع كلمات متتالية تكفي ولا شرط غير ذلك.',
    change: 'تغيير كلمة المرور',
    changed: 'تغيّرت كلمة المرور وسُجّل خروج أجهزتك الأخرى.',
    prove: 'أدخل كلمة المرور للمتابعة.',
    go: 'متابعة',
    cancel: 'إلغاء',
    confirm: 'تأكيد',
    loading: 'جارٍ التحميل …',
    retry: 'إعادة المحاولة',
  },
};
