import type { PluginContext, PluginEvents } from '../../sdk/index.ts';
import { endOfQuietHours } from './school-clock.ts';
import type { Report, Settings } from './settings.ts';
import { tellGuardians } from './tell-guardians.ts';

const DUE = {
  en: '{school}: {amount} for {student} is due on {date}.',
  ar: '{school}: يستحق سداد {amount} عن {student} بتاريخ {date}.',
};
const OVERDUE = {
  en: '{school}: {amount} for {student} was due on {date} and is still open.',
  ar: '{school}: لم يُسدد بعد {amount} عن {student}، وكان الاستحقاق بتاريخ {date}.',
};

/** Reminds guardians of an unpaid invoice, once a step, outside of quiet hours; only where the school wants it. */
export async function remindOfFees(
  { data }: PluginEvents['invoice.reminder_due'],
  context: PluginContext<Settings>,
): Promise<Report> {
  const { settings, now } = context;
  if (settings.feeReminders !== true)
    return { sent: 0, duplicates: 0, failed: 0, parts: 0, reason: 'switched_off' };
  const isOverdue = data.step === 'after';
  return tellGuardians(
    {
      studentId: data.studentId,
      date: data.dueDate,
      schoolName: data.schoolName,
      schoolNameAr: data.schoolNameAr,
      key: `fee:${data.invoiceId}:${data.step}`,
      about: 'fees',
      own: isOverdue
        ? { en: settings.overdueEn, ar: settings.overdueAr }
        : { en: settings.feeEn, ar: settings.feeAr },
      standard: isOverdue ? OVERDUE : DUE,
      amount: formatAmount(data.amount, data.currency),
      notBefore: endOfQuietHours(settings, data.timeZone, now),
    },
    context,
  );
}

/** 150000 and QAR as `1,500.00 QAR`: Latin digits and the code keep their order in an Arabic text too. */
export function formatAmount(minor: string, currency: string): string {
  const digits = minor.padStart(3, '0');
  let whole = digits.slice(0, -2);
  for (let end = whole.length - 3; end > 0; end -= 3) whole = `${whole.slice(0, end)},${whole.slice(end)}`;
  return `${whole}.${digits.slice(-2)} ${currency}`;
}
