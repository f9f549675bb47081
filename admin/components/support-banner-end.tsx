'use client';

import { useEffect, useState } from 'react';
import { callApi } from './call-api.ts';
import { fill } from './format.ts';

/** The time that is left, and the button that ends support access for good. */
export function SupportBannerEnd({
  expiresAt,
  label,
  left,
}: {
  expiresAt: string;
  label: string;
  left: string;
}) {
  const [minutes, setMinutes] = useState<number>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    const count = () => setMinutes(Math.max(0, Math.ceil((Date.parse(expiresAt) - Date.now()) / 60_000)));
    count();
    const timer = setInterval(count, 5000);
    return () => clearInterval(timer);
  }, [expiresAt]);
  const end = async () => {
    setBusy(true);
    await callApi('/support/end', {}).catch(() => undefined);
    window.location.assign('/admin/login');
  };
  return (
    <div className="support-banner__end">
      <span role="timer">{minutes === undefined ? '' : fill(left, { minutes })}</span>
      <button data-testid="support-end" disabled={isBusy} onClick={() => void end()} type="button">
        {label}
      </button>
    </div>
  );
}
