import type { AttendanceRule } from '../../../core/attendance/index.ts';
import { fill, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';

const WORDS = {
  en: {
    homeroomWins: 'When the register of the homeroom was taken, it alone decides the day.',
    homeroomCounts: 'The register of the homeroom counts like the register of one lesson.',
    always: 'Without it, a pupil is absent for the day when absent in every lesson whose register was taken',
    lessons: 'in at least {count} of them',
    share: 'in at least {count} % of them',
    or: ', or ',
    otherwise:
      'Otherwise the pupil is late for the day when late in one lesson, or else left early when marked so in one, or else present.',
    excused: 'An absent or late day is excused when every mark that makes it so is excused.',
    minutes: 'Minutes of lateness and of leaving early are added up over all marks of the day.',
    once: 'The family is told of an absence without excuse once a day, whichever register it came from.',
    end: '.',
  },
  ar: {
    homeroomWins: 'إذا سُجّل حضور الشعبة فهو وحده الذي يحدد حالة اليوم.',
    homeroomCounts: 'يُحسب تسجيل الشعبة كتسجيل حصة واحدة.',
    always: 'وإن لم يُسجّل، يُعد الطالب غائبًا عن اليوم إذا غاب عن جميع الحصص التي سُجّل حضورها',
    lessons: 'عن {count} منها على الأقل',
    share: 'عن {count}% منها على الأقل',
    or: '، أو ',
    otherwise:
      'وإلا فهو متأخر في ذلك اليوم إذا تأخر عن حصة، أو منصرف مبكرًا إذا سُجّل كذلك في حصة، وإلا فهو حاضر.',
    excused: 'يكون يوم الغياب أو التأخر بعذر إذا كانت كل العلامات التي سببته بعذر.',
    minutes: 'تُجمع دقائق التأخر والانصراف المبكر من جميع علامات اليوم.',
    once: 'تُبلَّغ الأسرة بالغياب دون عذر مرة واحدة في اليوم أيًّا كان السجل الذي ورد منه.',
    end: '.',
  },
} as const;

/** The rule of the day in plain sentences. */
export function ruleSentences(rule: AttendanceRule, language: Language): string[] {
  const words = WORDS[language];
  const counted = (text: string, count: number) => fill(text, { count: formatNumber(count, language) });
  const ways = [
    ...(rule.absentLessons === null ? [] : [counted(words.lessons, rule.absentLessons)]),
    ...(rule.absentShare === null ? [] : [counted(words.share, rule.absentShare)]),
  ];
  return [
    rule.homeroomWins ? words.homeroomWins : words.homeroomCounts,
    [words.always, ...ways].join(words.or) + words.end,
    words.otherwise,
    words.excused,
    words.minutes,
    words.once,
  ];
}
