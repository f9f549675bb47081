'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';

type DialogProps = { title: string; testId: string; onClose: () => void; children: ReactNode };

/** A question over the page; Escape answers it with "no". */
export function Dialog({ title, testId, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      aria-labelledby={id}
      className="roles__dialog"
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      ref={dialog}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
