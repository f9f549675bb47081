import type { NoticeKind } from './due-notices.ts';

type Text = { heading: string; paragraphs: string[] };

/** What the mails say. {school}, {at} (an instant with its zone), {days}, {plan} and what a notice brings with it are filled in. */
export const NOTICE_TEXTS: Record<'en' | 'ar', Record<NoticeKind, Text> & { button: string }> = {
  en: {
    button: 'Open plan and invoices',
    trial_ends: {
      heading: 'Your trial ends on {at}',
      paragraphs: [
        'The trial of {school} ends on {at}. From then on your plan is charged.',
        'Add a payment method before that moment and nothing is interrupted. Without one you can work for another 7 days; then the school can only be read until it is paid.',
      ],
    },
    payment_failed: {
      heading: 'The payment for {school} did not go through',
      paragraphs: [
        'We could not collect the payment for your plan. Please check your payment method and pay.',
        'Everything works as before until {at}. Without a payment the school can then only be read; nothing is deleted.',
      ],
    },
    grace_ends: {
      heading: 'Please pay before {at}',
      paragraphs: [
        'A payment of {school} is still open.',
        'If it is not paid by {at}, the school can only be read from that moment on, and add-ons stop. Your data is kept.',
      ],
    },
    suspended: {
      heading: '{school} can only be read now',
      paragraphs: [
        'A payment is open, and the time to pay it ended on {at}. The school can be read, but nothing can be changed, and add-ons are off.',
        'As soon as the open amount is paid, everything works again at once. Your data is kept.',
      ],
    },
    resumed: {
      heading: '{school} works again',
      paragraphs: ['Thank you: the open amount was paid, and everything works again since {at}.'],
    },
    ends_at_period_end: {
      heading: 'Your subscription ends on {at}',
      paragraphs: [
        'As you wished, the subscription of {school} ends on {at}. Until then everything works as before, and nothing more is charged for the plan.',
        'You can take this back at any time before.',
      ],
    },
    ended: {
      heading: 'Your subscription has ended',
      paragraphs: [
        'The subscription of {school} ended on {at}. The school can only be read now; you can take your data along. It is kept for 90 days.',
      ],
    },
    plan_changed: {
      heading: 'Your plan is now {plan}',
      paragraphs: [
        'The plan of {school} was changed to {plan} on {at}. The invoice shows what was charged for the rest of the period.',
      ],
    },
    plan_planned: {
      heading: 'Your plan changes on {at}',
      paragraphs: [
        'From {at} on {school} has the plan {plan}. Until then everything stays as it is, and nothing is charged now.',
      ],
    },
    cheaper_plan: {
      heading: 'Another plan would have been cheaper for {school}',
      paragraphs: [
        'In the period that ended on {at} the plan {plan} cost {cents} with everything above what it includes. With as many students and files, the plan {better} would have cost {betterCents}.',
        'The plans differ in what they offer, so please compare them before you change. You need not do anything: nothing changes by itself.',
      ],
    },
  },
  ar: {
    button: 'فتح الخطة والفواتير',
    trial_ends: {
      heading: 'تنتهي فترتكم التجريبية في {at}',
      paragraphs: [
        'تنتهي الفترة التجريبية لمدرسة {school} في {at}، ومن ذلك الحين تُحتسب رسوم خطتكم.',
        'أضيفوا وسيلة دفع قبل ذلك الموعد ولن يتوقف شيء. وبدونها يمكنكم العمل 7 أيام أخرى، ثم تصبح المدرسة للقراءة فقط حتى السداد.',
      ],
    },
    payment_failed: {
      heading: 'تعذّر تحصيل الدفعة الخاصة بمدرسة {school}',
      paragraphs: [
        'لم نتمكن من تحصيل رسوم خطتكم. يُرجى التحقق من وسيلة الدفع ثم السداد.',
        'يستمر كل شيء كالمعتاد حتى {at}. وإن لم يتم السداد تصبح المدرسة بعد ذلك للقراءة فقط، ولن يُحذف شيء.',
      ],
    },
    grace_ends: {
      heading: 'يُرجى السداد قبل {at}',
      paragraphs: [
        'ما زالت هناك دفعة مستحقة على مدرسة {school}.',
        'إن لم تُسدَّد حتى {at} تصبح المدرسة للقراءة فقط من تلك اللحظة وتتوقف الإضافات. وتبقى بياناتكم محفوظة.',
      ],
    },
    suspended: {
      heading: 'أصبحت مدرسة {school} للقراءة فقط',
      paragraphs: [
        'هناك دفعة مستحقة انتهت مهلة سدادها في {at}. يمكن قراءة بيانات المدرسة دون تعديلها، والإضافات متوقفة.',
        'بمجرد سداد المبلغ المستحق يعود كل شيء إلى العمل فورًا. وتبقى بياناتكم محفوظة.',
      ],
    },
    resumed: {
      heading: 'عادت مدرسة {school} إلى العمل',
      paragraphs: ['شكرًا لكم: سُدِّد المبلغ المستحق، وعاد كل شيء إلى العمل منذ {at}.'],
    },
    ends_at_period_end: {
      heading: 'ينتهي اشتراككم في {at}',
      paragraphs: [
        'بناءً على رغبتكم ينتهي اشتراك مدرسة {school} في {at}. وحتى ذلك الحين يستمر كل شيء كالمعتاد، ولن تُحتسب رسوم أخرى للخطة.',
        'يمكنكم التراجع عن ذلك في أي وقت قبل الموعد.',
      ],
    },
    ended: {
      heading: 'انتهى اشتراككم',
      paragraphs: [
        'انتهى اشتراك مدرسة {school} في {at}. أصبحت المدرسة للقراءة فقط، ويمكنكم أخذ بياناتكم معكم. وتُحفظ البيانات 90 يومًا.',
      ],
    },
    plan_changed: {
      heading: 'خطتكم الآن هي {plan}',
      paragraphs: ['غُيِّرت خطة مدرسة {school} إلى {plan} في {at}. وتوضح الفاتورة ما احتُسب عن باقي الفترة.'],
    },
    plan_planned: {
      heading: 'تتغير خطتكم في {at}',
      paragraphs: [
        'ابتداءً من {at} تصبح خطة مدرسة {school} هي {plan}. وحتى ذلك الحين يبقى كل شيء على حاله، ولا يُحتسب شيء الآن.',
      ],
    },
    cheaper_plan: {
      heading: 'كانت خطة أخرى ستكلّف مدرسة {school} أقل',
      paragraphs: [
        'في الفترة التي انتهت في {at} بلغت تكلفة الخطة {plan} مع كل ما زاد على المشمول فيها {cents}. وبالعدد نفسه من الطلاب والملفات كانت الخطة {better} ستكلّف {betterCents}.',
        'تختلف الخطط فيما تقدمه، لذا يُرجى المقارنة بينها قبل التغيير. ولا يلزمكم فعل شيء، فلن يتغيّر شيء تلقائيًا.',
      ],
    },
  },
};
