import type { AdminViewServerProps } from 'payload';
import type { ReactNode } from 'react';
import { isAppError } from '../../core/kernel/index.ts';
import { poolOf, viewerOf } from '../../core/tenancy/index.ts';
import { type Language, languageOf } from './language.ts';
import { ViewFrame } from './view-frame.tsx';
import { ViewNotice } from './view-notice.tsx';
import './tool-kit.css';

type ConsoleTexts = { title: string; lead?: string; closed: string };

/** What a page of the console is made from. */
export type ConsoleRequest<Texts> = {
  pool: ReturnType<typeof poolOf>;
  language: Language;
  texts: Texts;
  /** The last part of the address, such as the id of a record. */
  id: string;
};

type ConsolePageProps<Texts extends ConsoleTexts> = {
  view: AdminViewServerProps;
  words: Record<Language, Texts>;
  /** What stands below the sentence of the head. */
  actions?: (texts: Texts) => ReactNode;
  /**
   * For the page of one record, which shows a head of its own: what is said when there is no such record, which is when
   * `children` answers undefined or throws an error of the catalogue.
   */
  missing?: (texts: Texts) => string;
  /** Reads and shows the page; called for staff alone. */
  children: (request: ConsoleRequest<Texts>) => Promise<ReactNode>;
};

/** The frame of every page of the platform's staff: the panel around it, title and sentence, and a closed door for others. */
export async function ConsolePage<Texts extends ConsoleTexts>({
  view,
  words,
  actions,
  missing,
  children,
}: ConsolePageProps<Texts>) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = words[language];
  const segments = view.params?.segments;
  const id = (Array.isArray(segments) ? segments.at(-1) : undefined) ?? '';
  const isStaff = viewerOf(req)?.realm === 'platform';
  const content = isStaff
    ? await children({ pool: poolOf(req.payload), language, texts, id }).catch((error: unknown) => {
        if (missing && isAppError(error)) return undefined;
        throw error;
      })
    : undefined;
  const isThere = content !== undefined;
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isThere && !missing && (
        <header className="dft-page__header">
          <h1>{texts.title}</h1>
          <p className="dft-muted">{texts.lead}</p>
          {actions?.(texts)}
        </header>
      )}
      {isThere ? (
        content
      ) : (
        <ViewNotice text={isStaff && missing ? missing(texts) : texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}

/** Whether a part of an address can be the id of a record. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
