import type { CardSnapshot, PaperSnapshot, SnapshotSubject } from '../services/types.ts';

type Texts = readonly [string, string];

function subject(
  title: Texts,
  teacher: Texts,
  mark: { percent: number; label: Texts; points: number; passes: boolean } | 'exempt' | 'incomplete',
  comment: Texts | null = null,
): SnapshotSubject {
  const both = ([en, ar]: Texts) => ({ en, ar });
  const isMarked = typeof mark === 'object';
  return {
    title: both(title),
    teacher: both(teacher),
    status: isMarked ? 'marked' : mark,
    percentHundredths: isMarked ? mark.percent : null,
    label: isMarked ? both(mark.label) : null,
    gpaHundredths: isMarked ? mark.points : null,
    passes: isMarked ? mark.passes : null,
    creditHours: 4,
    comment: comment === null ? null : both(comment),
  };
}

/** A card with everything that Arabic pages get wrong: fractions, percents, minus, telephone, e-mail, QID and class codes. */
export const SAMPLE_CARD: CardSnapshot = {
  schema: 1,
  number: 'RC-2026-000042',
  checkCode: 'K7PQ-3M2X',
  version: 1,
  issuedOn: '2026-12-20',
  school: { name: { en: 'Al Noor International School', ar: 'مدرسة النور الدولية' }, colour: '#14746f' },
  pupil: {
    name: { en: 'Latifa Hassan Ahmed Al-Kuwari', ar: 'لطيفة حسن أحمد الكواري' },
    admissionNumber: 'S-2024/0117',
    birthDate: '2012-03-09',
    sex: 'female',
  },
  year: '2026–2027',
  term: { en: 'Semester 1', ar: 'الفصل الدراسي الأول' },
  grade: { en: 'Grade 10', ar: 'الصف العاشر' },
  classroom: { en: '10-A', ar: '10-A' },
  homeroomTeacher: { en: 'Huda Al-Mansouri', ar: 'هدى المنصوري' },
  subjects: [
    subject(
      ['Arabic', 'اللغة العربية'],
      ['Mariam Saleh', 'مريم صالح'],
      { percent: 9150, label: ['A', 'ممتاز'], points: 400, passes: true },
      [
        'Latifa has mastered the material of this term. She takes part in every lesson and helps others.',
        'أتقنت لطيفة مادة هذا الفصل، وتشارك في كل حصة وتساعد زميلاتها.',
      ],
    ),
    subject(
      ['English', 'اللغة الإنجليزية'],
      ['John O’Brien', 'جون أوبراين'],
      { percent: 8700, label: ['B+', 'جيد جدًا مرتفع'], points: 350, passes: true },
      ['Reads widely. Her essay scored 9/10.', 'تقرأ كثيرًا، وحصلت في المقال على 9/10.'],
    ),
    subject(
      ['Mathematics', 'الرياضيات'],
      ['Salem Nasser', 'سالم ناصر'],
      { percent: 4825, label: ['F', 'راسب'], points: 0, passes: false },
      [
        'Latifa needs help with the basics (5/10 in the last test, −3% since October). Please write to s.nasser@alnoor.example or call +974 5511 0001.',
        'تحتاج لطيفة إلى دعم في الأساسيات (5/10 في آخر اختبار، −3% منذ أكتوبر). يُرجى الكتابة إلى s.nasser@alnoor.example أو الاتصال على +974 5511 0001.',
      ],
    ),
    subject(['Physics', 'الفيزياء'], ['Aisha Khalid', 'عائشة خالد'], {
      percent: 7333,
      label: ['C', 'جيد'],
      points: 250,
      passes: true,
    }),
    subject(
      ['Chemistry', 'الكيمياء'],
      ['Omar Yusuf', 'عمر يوسف'],
      { percent: 8000, label: ['B', 'جيد جدًا'], points: 300, passes: true },
      ['A good term in class 10-A.', 'فصل جيد في الشعبة 10-A.'],
    ),
    subject(['Islamic education', 'التربية الإسلامية'], ['Fatima Ali', 'فاطمة علي'], {
      percent: 10000,
      label: ['A+', 'ممتاز مرتفع'],
      points: 400,
      passes: true,
    }),
    subject(['Physical education', 'التربية البدنية'], ['Noora Jassim', 'نورة جاسم'], 'exempt'),
    subject(['Qatar history', 'تاريخ قطر'], ['Hamad Saif', 'حمد سيف'], 'incomplete'),
  ],
  average: { percentHundredths: 8001, gpaHundredths: 283 },
  attendance: { days: 78, absent: 2, excused: 3, late: 5 },
  conduct: 'very_good',
  comment: {
    en: 'A good term. Latifa is polite, comes prepared and gets on well with others. Her QID 31263400117 is on file.',
    ar: 'فصل جيد، فقد كانت لطيفة مهذبة ومستعدة للدروس، وعلاقتها بزميلاتها طيبة. رقم الهوية 31263400117 محفوظ لدينا.',
  },
};

/** A paper of the same pupil. */
export function samplePaper(kind: PaperSnapshot['kind'], extras: Partial<PaperSnapshot> = {}): PaperSnapshot {
  const { school, pupil, year, grade, classroom, issuedOn, checkCode } = SAMPLE_CARD;
  return {
    schema: 1,
    kind,
    number: 'XX-2026-000007',
    checkCode,
    issuedOn,
    school,
    pupil,
    year,
    grade,
    classroom,
    ...extras,
  };
}
