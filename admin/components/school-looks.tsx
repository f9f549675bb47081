import type { ServerProps } from 'payload';
import type { ReactNode } from 'react';
import { brandingOf, calendarOf, currentScope, PRODUCT_COLOUR } from '../../core/tenancy/index.ts';

/**
 * Around every page of the panel: the school's colour as the accent, and its calendar for the browser. In the dark theme the
 * colour is lightened, because a brand's dark red cannot be read on black.
 */
export function SchoolLooks({ children }: Partial<ServerProps> & { children?: ReactNode }) {
  const scope = currentScope();
  const tenant = scope?.kind === 'tenant' ? scope.tenant : undefined;
  const { colour, onColour } = brandingOf(tenant);
  const { calendarDisplay, digits, weekendDays } = calendarOf(tenant);
  return (
    <>
      {colour !== PRODUCT_COLOUR && (
        <style>{`:root:root{--daftar-accent:${colour};--daftar-on-accent:${onColour};--daftar-accent-hover:color-mix(in srgb,${colour} 85%,black);--daftar-ink:color-mix(in srgb,${colour} 60%,black)}html[data-theme="dark"]:root{--daftar-accent:color-mix(in srgb,${colour} 40%,white);--daftar-on-accent:#000000;--daftar-accent-hover:color-mix(in srgb,${colour} 25%,white);--daftar-ink:color-mix(in srgb,${colour} 20%,white)}`}</style>
      )}
      <span data-daftar-display={JSON.stringify({ calendarDisplay, digits, weekendDays })} hidden />
      {children}
    </>
  );
}
