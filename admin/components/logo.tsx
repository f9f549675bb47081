import './logo.css';
import { brandingOf, currentScope } from '../../core/tenancy/index.ts';

function ownLogo(): string | null {
  const scope = currentScope();
  return scope?.kind === 'tenant' ? brandingOf(scope.tenant).logoPath : null;
}

/** The mark: a school register with its spine, one line ticked. */
function Mark({ size }: { size: number }) {
  return (
    <svg aria-hidden="true" className="daftar-mark" height={size} viewBox="0 0 32 32" width={size}>
      <rect className="daftar-mark__cover" height="28" rx="5" width="24" x="4" y="2" />
      <path className="daftar-mark__spine" d="M10 2v28" />
      <path className="daftar-mark__line" d="M15 9h8M15 23h8" />
      <path className="daftar-mark__tick" d="m14.5 16 3 3 6-6.5" />
    </svg>
  );
}

/** The sign-in page's logo: the school's own, or the mark and the name in both scripts. */
export function Logo() {
  const own = ownLogo();
  // The school's name stands below as text.
  // biome-ignore lint/performance/noImgElement: one small file of ours that no optimiser may touch
  if (own) return <img alt="" className="daftar-logo__own" data-testid="school-logo" src={own} />;
  return (
    <span className="daftar-logo">
      <Mark size={52} />
      <span className="daftar-logo__words">
        <span lang="en">Daftar</span>
        <span dir="rtl" lang="ar">
          دفتر
        </span>
      </span>
    </span>
  );
}

/** The small logo that leads the breadcrumb home. */
export function Icon() {
  const own = ownLogo();
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: as above */}
      {own ? <img alt="" className="daftar-logo__small" src={own} /> : <Mark size={24} />}
      <span className="daftar-logo__hidden">Daftar</span>
    </>
  );
}
