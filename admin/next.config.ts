import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPayload } from '@payloadcms/next/withPayload';
import type { NextConfig } from 'next';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const nextConfig: NextConfig = {
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  // Loaded by Node as they are; bundling them only costs time, and esbuild is a program that cannot be bundled at all.
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
  // Types are checked once for the whole repository by `npm run types`.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
};

export default withPayload(nextConfig, { devBundleServerPackages: false });
