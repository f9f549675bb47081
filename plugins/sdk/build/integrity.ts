import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Digests are lower-case hex SHA-256 over UTF-8. */
export type PluginIntegrity = {
  /** Covers the manifest and the code together: the identity of a release. */
  sha256: string;
  /** Covers the code alone: what the cage computes again before every run. */
  codeSha256: string;
  manifestSha256: string;
};

/** Computes the digests of a release. Keys of the manifest may come in any order. */
export function computeIntegrity(manifest: unknown, code: string): PluginIntegrity {
  const codeSha256 = hash('sha256', code);
  const manifestSha256 = hash('sha256', canonicalJson(manifest));
  // Digests of fixed length under a label: no manifest and code can be cut at another place to give the same bytes.
  const sha256 = hash('sha256', `daftar-plugin-1\n${manifestSha256}\n${codeSha256}\n`);
  return { sha256, codeSha256, manifestSha256 };
}
