'use client';

// Not from the SDK's index: that would bring zod along, 117 KB in the browser.
import { countSmsParts } from '../../../plugins/sdk/browser.ts';
import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { Settings } from '../../components/settings-form.tsx';
import type { AddOnTexts } from './texts.ts';

const SAMPLES = {
  en: { student: 'Mariam Al-Kuwari', date: '2026-11-22', amount: '1,250.00 QAR' },
  ar: { student: 'مريم الكواري', date: '2026/11/22', amount: '1,250.00 QAR' },
} as const;

type Props = {
  name: string;
  values: Settings;
  manifest: PluginManifest;
  school: Record<Language, string>;
  language: Language;
  texts: AddOnTexts;
};

/** A text template as a guardian would get it, with a made-up name, and what it costs. */
export function SmsPreview({ name, values, manifest, school, language, texts }: Props) {
  const property = manifest.settings.properties[name];
  const template = values[name];
  if (property?.type !== 'string' || !property['x-multiline'] || typeof template !== 'string') return null;
  // A template names its language at the end (templateAr); the other hint is its own letters.
  const wanted: Language =
    name.endsWith('Ar') || (!name.endsWith('En') && /\p{Script=Arabic}/u.test(template)) ? 'ar' : 'en';
  const filling: Record<string, string> = { ...SAMPLES[wanted], school: school[wanted] };
  const text = template
    .replace(/\{(student|date|school|amount)\}/g, (_whole, key: string) => filling[key] ?? '')
    .trim();
  if (text === '') return null;
  const { parts, units } = countSmsParts(text);
  return (
    <figure className="add-ons__preview" data-language={wanted} data-testid="addon-sms-preview">
      <figcaption className="dft-muted">{texts.preview}</figcaption>
      <blockquote className="add-ons__bubble" dir={wanted === 'ar' ? 'rtl' : 'ltr'} lang={wanted}>
        {text}
      </blockquote>
      <p aria-live="polite" className={parts > 1 ? 'add-ons__costly' : 'dft-muted'} lang={language}>
        <Phrase
          text={texts.previewParts}
          values={{
            parts: <strong data-testid="addon-sms-parts">{formatCount(parts)}</strong>,
            units: formatCount(units),
          }}
        />
        {parts > 1 && values.keepToOnePart === true && ` · ${texts.previewOne}`}
      </p>
    </figure>
  );
}
