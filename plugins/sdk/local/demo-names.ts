/** Names as [Latin, Arabic], common in the Gulf, of no real person together. */
export const BOYS = [
  ['Abdullah', 'عبدالله'],
  ['Mohammed', 'محمد'],
  ['Khalid', 'خالد'],
  ['Hamad', 'حمد'],
  ['Yousef', 'يوسف'],
  ['Omar', 'عمر'],
  ['Faisal', 'فيصل'],
  ['Tariq', 'طارق'],
] as const;

export const GIRLS = [
  ['Fatima', 'فاطمة'],
  ['Maryam', 'مريم'],
  ['Noora', 'نورة'],
  ['Aisha', 'عائشة'],
  ['Hessa', 'حصة'],
  ['Moza', 'موزة'],
  ['Reem', 'ريم'],
  ['Salma', 'سلمى'],
] as const;

export const FAMILIES = [
  ['Al-Kuwari', 'الكواري'],
  ['Al-Marri', 'المري'],
  ['Al-Sulaiti', 'السليطي'],
  ['Al-Naimi', 'النعيمي'],
  ['Al-Ansari', 'الأنصاري'],
  ['Al-Emadi', 'العمادي'],
  ['Haddad', 'حداد'],
  ['Mansour', 'منصور'],
  ['Saleh', 'صالح'],
  ['Darwish', 'درويش'],
  ['Rahman', 'رحمن'],
] as const;

export const SUBJECTS = [
  ['MATH', 'Mathematics', 'الرياضيات'],
  ['ARAB', 'Arabic', 'اللغة العربية'],
  ['SCI', 'Science', 'العلوم'],
  ['ENG', 'English', 'اللغة الإنجليزية'],
] as const;
