import './view-notice.css';
import type { ReactNode } from 'react';

type ViewNoticeProps = { title: string; text: string; back?: string; children?: ReactNode };

/** A page that only has something to say: why it is closed, or that there is nothing yet. */
export function ViewNotice({ title, text, back, children }: ViewNoticeProps) {
  return (
    <div className="view-notice" data-testid="view-notice">
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
      {back && (
        <p>
          <a href="/admin">{back}</a>
        </p>
      )}
    </div>
  );
}
