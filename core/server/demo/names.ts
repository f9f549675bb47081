/** Given names as [Latin, Arabic], boys and girls, and family names: common in the Gulf, of no real person together. */
export const BOYS = [
  ['Abdullah', 'عبدالله'],
  ['Mohammed', 'محمد'],
  ['Ahmed', 'أحمد'],
  ['Khalid', 'خالد'],
  ['Hamad', 'حمد'],
  ['Yousef', 'يوسف'],
  ['Omar', 'عمر'],
  ['Ali', 'علي'],
  ['Saad', 'سعد'],
  ['Faisal', 'فيصل'],
  ['Jassim', 'جاسم'],
  ['Nasser', 'ناصر'],
  ['Tariq', 'طارق'],
  ['Salman', 'سلمان'],
  ['Rashid', 'راشد'],
  ['Ibrahim', 'إبراهيم'],
  ['Majid', 'ماجد'],
  ['Hassan', 'حسن'],
] as const;

export const GIRLS = [
  ['Fatima', 'فاطمة'],
  ['Maryam', 'مريم'],
  ['Noora', 'نورة'],
  ['Aisha', 'عائشة'],
  ['Hessa', 'حصة'],
  ['Sara', 'سارة'],
  ['Latifa', 'لطيفة'],
  ['Moza', 'موزة'],
  ['Reem', 'ريم'],
  ['Dana', 'دانة'],
  ['Layla', 'ليلى'],
  ['Amna', 'آمنة'],
  ['Shaikha', 'شيخة'],
  ['Huda', 'هدى'],
  ['Rawda', 'روضة'],
  ['Jawaher', 'جواهر'],
  ['Lulwa', 'لولوة'],
  ['Salma', 'سلمى'],
] as const;

export const FAMILIES = [
  ['Al-Kuwari', 'الكواري'],
  ['Al-Marri', 'المري'],
  ['Al-Sulaiti', 'السليطي'],
  ['Al-Hajri', 'الهاجري'],
  ['Al-Naimi', 'النعيمي'],
  ['Al-Ansari', 'الأنصاري'],
  ['Al-Mannai', 'المناعي'],
  ['Al-Emadi', 'العمادي'],
  ['Al-Mohannadi', 'المهندي'],
  ['Al-Jaber', 'الجابر'],
  ['Haddad', 'حداد'],
  ['Khoury', 'خوري'],
  ['Mansour', 'منصور'],
  ['Saleh', 'صالح'],
  ['Darwish', 'درويش'],
  ['Farouk', 'فاروق'],
] as const;

export const SUBJECTS = [
  ['ARA', 'Arabic', 'اللغة العربية'],
  ['ENG', 'English', 'اللغة الإنجليزية'],
  ['MAT', 'Mathematics', 'الرياضيات'],
  ['SCI', 'Science', 'العلوم'],
  ['ISL', 'Islamic Studies', 'التربية الإسلامية'],
  ['SOC', 'Social Studies', 'الدراسات الاجتماعية'],
] as const;

export type NamePair = readonly [latin: string, arabic: string];

/** Grades of a demo school, one class each. */
export const GRADES = 6;
export const ARABIC_GRADES = ['الأول', 'الثاني', 'الثالث', 'الرابع', 'الخامس', 'السادس'];
