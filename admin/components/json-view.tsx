'use client';

import { FieldLabel, useField } from '@payloadcms/ui';
import type { JSONFieldClientComponent } from 'payload';
import './tool-kit.css';

/** A JSON value to read. Payload's own editor loads its code from another website, which our pages never allow. */
export const JsonView: JSONFieldClientComponent = ({ field, path: pathFromProps }) => {
  const { path, value } = useField<unknown>({ potentiallyStalePath: pathFromProps });
  return (
    <div className="field-type dft-json">
      <FieldLabel label={field.label} path={path} />
      <pre dir="ltr">{value === null || value === undefined ? '–' : JSON.stringify(value, null, 2)}</pre>
    </div>
  );
};
