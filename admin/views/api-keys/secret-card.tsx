'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useRef, useState } from 'react';
import type { ApiKeyTexts } from './texts.ts';

export type MadeSecret = {
  id: string;
  prefix: string;
  secret: string;
  kind: 'key' | 'oauth_client';
  scopes: string[];
};

type Props = { made: MadeSecret; texts: ApiKeyTexts; onClose: () => void };

// What a first call can read with a scope; the first that the key holds is shown.
const EXAMPLES: [string, string][] = [
  ['students.read', 'students'],
  ['teachers.read', 'teachers'],
  ['structure.read', 'classrooms'],
  ['attendance.read', 'attendance'],
  ['finance.read', 'invoices'],
];

/** The one time a secret is shown, with a button that copies it and a call to try it with. */
export function SecretCard({ made, texts, onClose }: Props) {
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  const isClient = made.kind === 'oauth_client';
  const path = EXAMPLES.find(([scope]) => made.scopes.includes(scope))?.[1];
  const call = isClient
    ? `curl -u "${made.prefix}:${made.secret}" \\\n  -d grant_type=client_credentials \\\n  ${origin}/oauth2/token`
    : `curl -H "Authorization: Bearer ${made.secret}" \\\n  "${origin}/api/${path ?? 'students'}?limit=5"`;
  return (
    <section
      aria-live="polite"
      className="dft-notice dft-notice--good api-keys__secret"
      data-testid="key-secret"
    >
      <h2>{isClient ? texts.secretTitleClient : texts.secretTitle}</h2>
      <p>
        <strong>{texts.secretWarning}</strong> {texts.secretKeep}
      </p>
      {isClient && <Copyable label="client_id" texts={texts} value={made.prefix} />}
      <Copyable label={isClient ? 'client_secret' : texts.secret} texts={texts} value={made.secret} />
      {(isClient || path !== undefined) && (
        <div className="dft-stack dft-stack--tight">
          <h3>{texts.tryIt}</h3>
          <pre className="api-keys__call" dir="ltr">
            {call}
          </pre>
        </div>
      )}
      <div className="dft-row">
        <Button buttonStyle="secondary" extraButtonProps={{ 'data-testid': 'key-kept' }} onClick={onClose}>
          {texts.kept}
        </Button>
      </div>
    </section>
  );
}

function Copyable({ label, value, texts }: { label: string; value: string; texts: ApiKeyTexts }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without leave to the clipboard the text is marked, ready for the keyboard.
      field.current?.select();
    }
  };
  return (
    <label className="api-keys__field">
      {label}
      <span className="api-keys__copy">
        <input
          className="dft-input"
          data-testid={`copy-${label}`}
          dir="ltr"
          onFocus={(event) => event.currentTarget.select()}
          readOnly
          ref={field}
          value={value}
        />
        <Button buttonStyle="secondary" onClick={() => void copy()}>
          {isCopied ? texts.copied : texts.copy}
        </Button>
      </span>
    </label>
  );
}
