'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import './tool-kit.css';
import './modal.css';

type ModalProps = {
  title: ReactNode;
  testId?: string;
  size?: 'medium' | 'wide';
  /** Escape and everything else that says "no". The one who shows the modal takes it away. */
  onClose: () => void;
  children: ReactNode;
};

/** A question or an answer over the page; the page behind it waits. */
export function Modal({ title, testId, size = 'medium', onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // The browser gives the focus back only to a dialog that is closed and not taken away.
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  // At the end of the page: inside a record's form a form of its own would be a part of that one.
  return createPortal(
    <dialog
      aria-labelledby={id}
      className={`dft-modal dft-modal--${size}`}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Events go up the tree of components, past this portal.
      onSubmit={(event) => event.stopPropagation()}
      ref={dialog}
    >
      <div className="dft-stack">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}

/** The row of buttons of a modal. */
export function ModalActions({ children }: { children: ReactNode }) {
  return <div className="dft-modal__actions">{children}</div>;
}
