import type { ReactNode } from 'react';

type StatCardProps = {
  id: string;
  label: string;
  value: ReactNode;
  tone?: 'good' | 'warn' | 'bad';
  href?: string;
  children?: ReactNode;
};

/** One number with its name; a link when there is more to see behind it. */
export function StatCard({ id, label, value, tone, href, children }: StatCardProps) {
  const content = (
    <>
      <span className="stat__label">{label}</span>
      <span className={`stat__value${tone ? ` stat__value--${tone}` : ''}`} data-testid={`stat-${id}`}>
        {value}
      </span>
      {children && <span className="stat__more">{children}</span>}
    </>
  );
  return (
    <li className="stat">
      {href ? (
        <a className="stat__link" href={href}>
          {content}
        </a>
      ) : (
        content
      )}
    </li>
  );
}
