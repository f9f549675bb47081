'use client';

import { FieldLabel, useField, useTranslation } from '@payloadcms/ui';
import type { JSONFieldClientComponent } from 'payload';
import { explainMark, type Trace } from '../../core/gradebook/browser.ts';

/** How a term mark was reckoned, in words and numbers of the reader's language. */
export const MarkFormula: JSONFieldClientComponent = ({ field, path: pathFromProps }) => {
  const { path, value } = useField<Trace | null>({ potentiallyStalePath: pathFromProps });
  const { i18n } = useTranslation();
  if (!value) return null;
  return (
    <div className="field-type json">
      <FieldLabel label={field.label} path={path} />
      <ol data-testid="mark-formula">
        {explainMark(value, i18n.language === 'ar' ? 'ar' : 'en').map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </div>
  );
};
