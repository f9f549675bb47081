import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { type FetchGuard, isPublicAddress } from '../../../kernel/index.ts';

type Handler = Parameters<typeof createServer>[1];

export type TlsServer = {
  port: number;
  /** Resolves every name as `addresses` says, or to the server; the server's own address counts as a public one. */
  guard: (addresses?: Record<string, string[][]>) => Partial<FetchGuard> & { asked: string[] };
  close: () => Promise<void>;
};

/** A server on this machine with a certificate for `names`, in the place of a public one. */
export async function startTlsServer(names: string[], handler: Handler): Promise<TlsServer> {
  const made = await generate([{ name: 'commonName', value: 'test' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  const server: Server = createServer({ key: made.private, cert: made.cert }, handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    guard: (addresses = {}) => {
      const asked: string[] = [];
      const left = structuredClone(addresses);
      return {
        asked,
        resolve: async (name) => {
          asked.push(name);
          return left[name]?.shift() ?? ['127.0.0.1'];
        },
        test: {
          ca: made.cert,
          port,
          isAllowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
        },
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
