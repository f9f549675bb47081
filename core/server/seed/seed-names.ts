import { BOYS, FAMILIES, GIRLS, type NamePair } from '../demo/names.ts';

/** Names as [Latin, Arabic]; those of the demo schools and more of them. */
export const ARAB_BOYS: readonly [NamePair, ...NamePair[]] = [
  ...BOYS,
  ['Abdulrahman', 'عبدالرحمن'],
  ['Abdulaziz', 'عبدالعزيز'],
  ['Sultan', 'سلطان'],
  ['Mubarak', 'مبارك'],
  ['Thani', 'ثاني'],
  ['Ghanim', 'غانم'],
  ['Bilal', 'بلال'],
  ['Zaid', 'زيد'],
  ['Hussein', 'حسين'],
  ['Karim', 'كريم'],
  ['Mahmoud', 'محمود'],
  ['Mustafa', 'مصطفى'],
  ['Adel', 'عادل'],
  ['Walid', 'وليد'],
  ['Sami', 'سامي'],
  ['Anas', 'أنس'],
  ['Hamza', 'حمزة'],
  ['Idris', 'إدريس'],
  ['Yahya', 'يحيى'],
  ['Zakaria', 'زكريا'],
];

export const ARAB_GIRLS: readonly [NamePair, ...NamePair[]] = [
  ...GIRLS,
  ['Khadija', 'خديجة'],
  ['Zainab', 'زينب'],
  ['Ruqayya', 'رقية'],
  ['Asma', 'أسماء'],
  ['Iman', 'إيمان'],
  ['Hind', 'هند'],
  ['Munira', 'منيرة'],
  ['Wadha', 'وضحى'],
  ['Sheikha', 'شيخة'],
  ['Alia', 'عالية'],
  ['Yasmin', 'ياسمين'],
  ['Nadia', 'نادية'],
  ['Rania', 'رانيا'],
  ['Hanan', 'حنان'],
  ['Samira', 'سميرة'],
  ['Lina', 'لينا'],
  ['Farah', 'فرح'],
  ['Jana', 'جنى'],
  ['Malak', 'ملاك'],
  ['Tasnim', 'تسنيم'],
];

export const ARAB_FAMILIES: readonly [NamePair, ...NamePair[]] = [
  ...FAMILIES,
  ['Al-Thani', 'آل ثاني'],
  ['Al-Attiyah', 'العطية'],
  ['Al-Dosari', 'الدوسري'],
  ['Al-Qahtani', 'القحطاني'],
  ['Al-Shammari', 'الشمري'],
  ['Al-Mutairi', 'المطيري'],
  ['Al-Khater', 'الخاطر'],
  ['Al-Buainain', 'البوعينين'],
  ['Al-Suwaidi', 'السويدي'],
  ['Al-Muhannadi', 'المهندي'],
  ['Al-Kaabi', 'الكعبي'],
  ['Al-Yafei', 'اليافعي'],
  ['Hijazi', 'حجازي'],
  ['Qasim', 'قاسم'],
  ['Nasrallah', 'نصرالله'],
  ['Sabbagh', 'صباغ'],
];

type Names = readonly [string, ...string[]];
/** Names of families from elsewhere, who have no Arabic name in the school's books. */
export const OTHER_BOYS: Names = [
  ...(['Arjun', 'Rohan', 'Miguel', 'Jose', 'Daniel', 'James', 'Oliver', 'Samuel', 'Kofi', 'Kwame'] as const),
  ...['Lucas', 'Hugo', 'Matteo', 'Ivan', 'Wei', 'Haruto', 'Rahul', 'Bilal', 'Thomas', 'Noah'],
];
export const OTHER_GIRLS: Names = [
  ...(['Ananya', 'Priya', 'Maria', 'Angelica', 'Emma', 'Olivia', 'Grace', 'Ama', 'Chloe', 'Sofia'] as const),
  ...['Giulia', 'Elena', 'Mei', 'Yuki', 'Isha', 'Fatou', 'Hannah', 'Ella', 'Camille', 'Zoe'],
];
export const OTHER_FAMILIES: Names = [
  ...([
    'Sharma',
    'Nair',
    'Reyes',
    'Santos',
    'Smith',
    'Taylor',
    'Mensah',
    'Dubois',
    'Rossi',
    'Petrov',
  ] as const),
  ...['Chen', 'Tanaka', 'Khan', 'Fernando', 'Perera', 'Walker', 'Garcia', 'Menon', 'Cruz', 'O’Brien'],
];

/** Fifteen subjects: code, English, Arabic, and how hard they are (added to a pupil's share of the marks). */
export const SEED_SUBJECTS = [
  ['ARA', 'Arabic', 'اللغة العربية', -0.02],
  ['ENG', 'English', 'اللغة الإنجليزية', -0.01],
  ['MAT', 'Mathematics', 'الرياضيات', -0.07],
  ['SCI', 'Science', 'العلوم', -0.03],
  ['ISL', 'Islamic Studies', 'التربية الإسلامية', 0.06],
  ['SOC', 'Social Studies', 'الدراسات الاجتماعية', 0.01],
  ['QAH', 'Qatar History', 'تاريخ قطر', 0.02],
  ['PHY', 'Physics', 'الفيزياء', -0.08],
  ['CHE', 'Chemistry', 'الكيمياء', -0.06],
  ['BIO', 'Biology', 'الأحياء', -0.04],
  ['ICT', 'Computing', 'الحوسبة', 0.04],
  ['FRE', 'French', 'اللغة الفرنسية', -0.03],
  ['ART', 'Art', 'التربية الفنية', 0.1],
  ['MUS', 'Music', 'التربية الموسيقية', 0.09],
  ['PE', 'Physical Education', 'التربية البدنية', 0.12],
] as const;

/** The grades of a school from the youngest on: code, English, Arabic. */
export const SEED_GRADES = [
  ['KG1', 'Kindergarten 1', 'الروضة الأولى'],
  ['KG2', 'Kindergarten 2', 'الروضة الثانية'],
  ['01', 'Grade 1', 'الصف الأول'],
  ['02', 'Grade 2', 'الصف الثاني'],
  ['03', 'Grade 3', 'الصف الثالث'],
  ['04', 'Grade 4', 'الصف الرابع'],
  ['05', 'Grade 5', 'الصف الخامس'],
  ['06', 'Grade 6', 'الصف السادس'],
  ['07', 'Grade 7', 'الصف السابع'],
  ['08', 'Grade 8', 'الصف الثامن'],
  ['09', 'Grade 9', 'الصف التاسع'],
  ['10', 'Grade 10', 'الصف العاشر'],
  ['11', 'Grade 11', 'الصف الحادي عشر'],
  ['12', 'Grade 12', 'الصف الثاني عشر'],
] as const;

/** What schools are called, as [Latin, Arabic]. */
export const SCHOOL_NAMES: readonly [NamePair, ...NamePair[]] = [
  ['Al Wakra School', 'مدرسة الوكرة'],
  ['Lusail International School', 'مدرسة لوسيل الدولية'],
  ['Al Rayyan School', 'مدرسة الريان'],
  ['West Bay Academy', 'أكاديمية الخليج الغربي'],
  ['Al Khor School', 'مدرسة الخور'],
  ['Pearl English School', 'مدرسة اللؤلؤة الإنجليزية'],
  ['Umm Salal School', 'مدرسة أم صلال'],
  ['Corniche International School', 'مدرسة الكورنيش الدولية'],
  ['Al Shamal School', 'مدرسة الشمال'],
  ['Education City Academy', 'أكاديمية المدينة التعليمية'],
];

/** Sections of a grade in both scripts. */
export const SECTIONS: readonly [NamePair, ...NamePair[]] = [
  ['A', 'أ'],
  ['B', 'ب'],
  ['C', 'ج'],
  ['D', 'د'],
  ['E', 'هـ'],
  ['F', 'و'],
  ['G', 'ز'],
  ['H', 'ح'],
];
