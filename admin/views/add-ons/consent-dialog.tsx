'use client';

import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { PermissionList } from './permission-list.tsx';
import type { AddOnTexts } from './texts.ts';

type Props = {
  manifest: PluginManifest;
  language: Language;
  texts: AddOnTexts;
  onAccept: () => Promise<void>;
  onClose: () => void;
};

/** Shows everything an add-on asks for; nothing is installed before it is accepted here. */
export function ConsentDialog({ manifest, language, texts, onAccept, onClose }: Props) {
  return (
    <AskModal
      button={texts.accept}
      confirmTestId="addon-accept"
      onClose={onClose}
      onConfirm={onAccept}
      size="wide"
      texts={texts}
      title={<Phrase text={texts.consentTitle} values={{ name: manifest.name[language] }} />}
      working={texts.accepting}
    >
      <p className="dft-muted">{texts.consentLead}</p>
      <PermissionList {...{ language, manifest, texts }} />
    </AskModal>
  );
}
