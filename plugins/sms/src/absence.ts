import type { AbsenceRecordedEvent, PluginContext } from '../../sdk/index.ts';
import { endOfQuietHours } from './school-clock.ts';
import type { Report, Settings } from './settings.ts';
import { tellGuardians } from './tell-guardians.ts';

const STANDARD = {
  en: '{school}: {student} was marked absent on {date}.',
  ar: '{school}: تم تسجيل غياب {student} بتاريخ {date}.',
};

/** Tells guardians about an absence, at once unless the school wants its quiet hours kept for it too. */
export function tellAbsence(
  { data }: AbsenceRecordedEvent,
  context: PluginContext<Settings>,
): Promise<Report> {
  const { studentId, date, schoolName, schoolNameAr, timeZone } = data;
  const { settings, now } = context;
  return tellGuardians(
    {
      studentId,
      date,
      schoolName,
      schoolNameAr,
      key: `absence:${studentId}:${date}`,
      about: 'an absence',
      own: { en: settings.templateEn, ar: settings.templateAr },
      standard: STANDARD,
      notBefore: (settings.absenceAtOnce ?? true) ? undefined : endOfQuietHours(settings, timeZone, now),
    },
    context,
  );
}
