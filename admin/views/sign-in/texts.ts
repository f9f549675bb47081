import type { Language } from '../../../core/kernel/index.ts';

type Texts = Record<
  | 'title'
  | 'email'
  | 'password'
  | 'show'
  | 'hide'
  | 'signIn'
  | 'working'
  | 'forgot'
  | 'offline'
  | 'codeTitle'
  | 'codeLead'
  | 'code'
  | 'recoveryHint'
  | 'continue'
  | 'back'
  | 'enrolTitle'
  | 'enrolLead'
  | 'enrolScan'
  | 'enrolByHand'
  | 'pictureLabel'
  | 'codesTitle'
  | 'codesLead'
  | 'codesKept'
  | 'copy'
  | 'copied'
  | 'or'
  | 'with',
  string
>;

export const SIGN_IN_TEXTS: Record<Language, Texts> = {
  en: {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    show: 'Show password',
    hide: 'Hide password',
    signIn: 'Sign in',
    working: 'One moment …',
    forgot: 'Forgotten your password?',
    offline: 'The server could not be reached. Check your connection and try again.',
    codeTitle: 'One more step',
    codeLead: 'Enter the six digits that your authenticator app shows now.',
    code: 'Code',
    recoveryHint: 'Without your device, use one of your recovery codes.',
    continue: 'Continue',
    back: 'Start again',
    enrolTitle: 'Set up your second factor',
    enrolLead:
      'Accounts like yours are protected by a code besides the password. You need an authenticator app on your phone.',
    enrolScan: 'Scan this picture with the app, then enter the six digits that it shows.',
    enrolByHand: 'If you cannot scan it, type this key into the app:',
    pictureLabel: 'Picture for the authenticator app',
    codesTitle: 'Keep your recovery codes',
    codesLead:
      'Each of them lets you in once when you do not have your phone. They are shown only now: print them or keep them in a safe place.',
    codesKept: 'I have kept them',
    copy: 'Copy',
    copied: 'Copied',
    or: 'or',
    with: 'Sign in with {name}',
  },
  ar: {
    title: 'تسجيل الدخول',
    email: 'البريد الإلكتروني',
    password: 'كلمة المرور',
    show: 'إظهار كلمة المرور',
    hide: 'إخفاء كلمة المرور',
    signIn: 'تسجيل الدخول',
    working: 'لحظة واحدة …',
    forgot: 'نسيت كلمة المرور؟',
    offline: 'تعذّر الوصول إلى الخادم. تحقق من اتصالك ثم حاول مرة أخرى.',
    codeTitle: 'خطوة أخيرة',
    codeLead: 'أدخل الأرقام الستة التي يعرضها تطبيق المصادقة الآن.',
    code: 'الرمز',
    recoveryHint: 'إن لم يكن جهازك معك فاستخدم أحد رموز الاسترداد.',
    continue: 'متابعة',
    back: 'البدء من جديد',
    enrolTitle: 'إعداد التحقق بخطوتين',
    enrolLead: 'الحسابات مثل حسابك محمية برمز إلى جانب كلمة المرور. تحتاج إلى تطبيق مصادقة على هاتفك.',
    enrolScan: 'امسح هذه الصورة بالتطبيق ثم أدخل الأرقام الستة التي يعرضها.',
    enrolByHand: 'إن تعذّر المسح فاكتب هذا المفتاح في التطبيق:',
    pictureLabel: 'صورة لتطبيق المصادقة',
    codesTitle: 'احتفظ برموز الاسترداد',
    codesLead:
      'يتيح لك كل رمز الدخول مرة واحدة عندما لا يكون هاتفك معك. تُعرض الآن فقط: اطبعها أو احفظها في مكان آمن.',
    codesKept: 'حفظتها',
    copy: 'نسخ',
    copied: 'تم النسخ',
    or: 'أو',
    with: 'الدخول عبر {name}',
  },
};
