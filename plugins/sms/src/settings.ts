/** The school's settings; the host checks them and fills in the defaults of plugin.json. */
export type Settings = {
  recipients?: 'primary' | 'all';
  templateEn?: string;
  templateAr?: string;
  keepToOnePart?: boolean;
  feeReminders?: boolean;
  feeEn?: string;
  feeAr?: string;
  overdueEn?: string;
  overdueAr?: string;
  resultsEn?: string;
  resultsAr?: string;
  cardsEn?: string;
  cardsAr?: string;
  quietHours?: boolean;
  quietFrom?: number;
  quietTo?: number;
  absenceAtOnce?: boolean;
};

export type Report = { sent: number; duplicates: number; failed: number; parts: number; reason?: string };

/** The school's own text, or the default where it emptied the field. */
export function chosenText(own: string | undefined, standard: string): string {
  const text = own?.trim() ?? '';
  return text === '' ? standard : text;
}
