/** What a school's state or settings do not allow. */
export const TENANT_ERRORS = {
  'tenant.read_only': {
    status: 423,
    en: 'The school is suspended and can only be read. Nothing was changed.',
    ar: 'المدرسة موقوفة ويمكن القراءة فقط. لم يتغيّر شيء.',
  },
  'tenant.state_refused': {
    status: 409,
    en: 'This is not possible while the school is {state}.',
    ar: 'لا يمكن ذلك وحالة المدرسة «{state}».',
  },
  'tenant.reason_needed': {
    status: 400,
    en: 'Write why. The school reads it.',
    ar: 'اكتب السبب. ستقرؤه المدرسة.',
  },
  'tenant.confirmation_wrong': {
    status: 400,
    en: 'Type the subdomain {subdomain} to confirm.',
    ar: 'اكتب النطاق الفرعي {subdomain} للتأكيد.',
  },
  'tenant.group_unknown': {
    status: 400,
    en: 'This school group does not exist.',
    ar: 'مجموعة المدارس هذه غير موجودة.',
  },
  'tenant.domain_invalid': {
    status: 400,
    en: '"{domain}" cannot be used as a domain: {reason}.',
    ar: 'لا يمكن استخدام «{domain}» نطاقًا: {reason}.',
  },
  'tenant.domain_taken': {
    status: 409,
    en: 'Another school holds this domain and has proved it.',
    ar: 'تملك مدرسة أخرى هذا النطاق وقد أثبتته.',
  },
  'tenant.domain_unproved': {
    status: 409,
    en: 'The TXT record {name} with the value {value} was not found. A new record can take an hour to be seen.',
    ar: 'لم يُعثر على سجل TXT باسم {name} وقيمته {value}. قد يستغرق ظهور السجل الجديد ساعة.',
  },
  'tenant.colour_refused': {
    status: 400,
    en: 'Choose a colour of the form #14746f that is dark enough to be seen on a white page.',
    ar: 'اختر لونًا بالصيغة ‎#14746f داكنًا بما يكفي ليظهر على صفحة بيضاء.',
  },
  'tenant.picture_refused': {
    status: 415,
    en: 'The logo must be a PNG, JPEG or WebP picture of at most {pixels} pixels a side and {limitKb} KB.',
    ar: 'يجب أن يكون الشعار صورة PNG أو JPEG أو WebP بحد أقصى {pixels} بكسل للضلع و{limitKb} كيلوبايت.',
  },
  'tenant.network_invalid': {
    status: 400,
    en: '"{entry}" is not an address or a network such as 192.0.2.7 or 10.0.0.0/8.',
    ar: '«{entry}» ليس عنوانًا ولا شبكة، مثل 192.0.2.7 أو 10.0.0.0/8.',
  },
  'tenant.locked_out': {
    status: 409,
    en: 'This list does not contain your own address {address}: saving it would lock you out. Add your address first.',
    ar: 'لا تتضمن هذه القائمة عنوانك الحالي {address}، وحفظها سيمنعك من الدخول. أضف عنوانك أولًا.',
  },
} as const satisfies Record<string, { status: number; en: string; ar: string }>;
