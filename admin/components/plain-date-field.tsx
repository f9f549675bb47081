'use client';

import { FieldDescription, FieldError, FieldLabel, useField } from '@payloadcms/ui';
import type { TextFieldClientComponent } from 'payload';

/** A calendar date as the browser's own date picker: no time, no zone, value YYYY-MM-DD. */
export const PlainDateField: TextFieldClientComponent = ({ field, path: pathFromProps, readOnly }) => {
  const { path, setValue, showError, value } = useField<string>({ potentiallyStalePath: pathFromProps });
  const id = `field-${path.replace(/\./g, '__')}`;
  return (
    <div className={`field-type text daftar-date${showError ? ' error' : ''}`}>
      <FieldLabel htmlFor={id} label={field.label} path={path} required={field.required} />
      <div className="field-type__wrap">
        <FieldError path={path} showError={showError} />
        <input
          disabled={readOnly || field.admin?.readOnly}
          id={id}
          name={path}
          onChange={(event) => setValue(event.target.value)}
          type="date"
          value={value ?? ''}
        />
        <FieldDescription description={field.admin?.description} path={path} />
      </div>
    </div>
  );
};
