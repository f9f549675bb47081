'use client';

import { useRouter } from 'next/navigation.js';
import { useCallback, useEffect, useState } from 'react';

/**
 * Asks before unsaved changes are left: by a link of the panel, by closing the tab, or by anything run through
 * `guard`. `pending` is the action that waits for the answer.
 */
export function useLeaveGuard(dirty: boolean) {
  const router = useRouter();
  const [pending, setPending] = useState<{ run: () => void } | null>(null);

  const guard = useCallback(
    (run: () => void) => {
      if (dirty) setPending({ run });
      else run();
    },
    [dirty],
  );

  useEffect(() => {
    if (!dirty) return;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
      const plain =
        event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      const url = new URL(link.href, location.href);
      const samePage = url.pathname === location.pathname && url.search === location.search;
      if (!plain || samePage || url.origin !== location.origin || (link.target && link.target !== '_self'))
        return;
      event.preventDefault();
      event.stopPropagation();
      setPending({ run: () => router.push(`${url.pathname}${url.search}`) });
    };
    window.addEventListener('beforeunload', beforeUnload);
    window.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      window.removeEventListener('click', onClick, true);
    };
  }, [dirty, router]);

  return { guard, pending, settle: useCallback(() => setPending(null), []) };
}
