import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPayload } from '@payloadcms/next/withPayload';
import type { NextConfig } from 'next';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');

// Built as the panel is; Next reads this file by itself and finds no neighbour of it.
const nextConfig: NextConfig = {
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  serverExternalPackages: [
    '@aws-sdk/client-s3',
    'acorn',
    'acorn-walk',
    'ajv',
    'csv-parse',
    'esbuild',
    'pg',
    'pino',
    'yauzl',
    'zod',
  ],
  typescript: { ignoreBuildErrors: true },
};

export default withPayload(nextConfig, { devBundleServerPackages: false });
