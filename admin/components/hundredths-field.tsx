'use client';

import { FieldDescription, FieldError, FieldLabel, useField } from '@payloadcms/ui';
import type { DefaultCellComponentProps, NumberFieldClientComponent } from 'payload';
import { useState } from 'react';

/** A number that is kept in hundredths and typed as people say it: 40 for 4000, 62.5 for 6250. */
export const HundredthsField: NumberFieldClientComponent = ({ field, path: pathFromProps, readOnly }) => {
  const { path, setValue, showError, value } = useField<number | null>({
    potentiallyStalePath: pathFromProps,
  });
  const [typed, setTyped] = useState<string>();
  const id = `field-${path.replace(/\./g, '__')}`;
  return (
    <div className={`field-type number${showError ? ' error' : ''}`}>
      <FieldLabel htmlFor={id} label={field.label} path={path} required={field.required} />
      <div className="field-type__wrap">
        <FieldError path={path} showError={showError} />
        <input
          dir="ltr"
          disabled={readOnly || field.admin?.readOnly}
          id={id}
          min={0}
          name={path}
          // What is typed stays as it is until the field is left: "62." is on its way to 62.5.
          onBlur={() => setTyped(undefined)}
          onChange={({ target }) => {
            setTyped(target.value);
            setValue(target.value === '' ? null : Math.round(Number(target.value) * 100));
          }}
          step="0.01"
          type="number"
          value={typed ?? (typeof value === 'number' ? value / 100 : '')}
        />
        <FieldDescription description={field.admin?.description} path={path} />
      </div>
    </div>
  );
};

/** The same in a list. */
export function HundredthsCell({ cellData }: DefaultCellComponentProps) {
  return typeof cellData === 'number' ? <bdi dir="ltr">{cellData / 100}</bdi> : null;
}
