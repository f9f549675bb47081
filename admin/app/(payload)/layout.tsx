import config from '@payload-config';
import '@payloadcms/next/css';
import { handleServerFunctions, RootLayout } from '@payloadcms/next/layouts';
import type { ServerFunctionClient } from 'payload';
import type { ReactNode } from 'react';
import { currentScope } from '../../../core/tenancy/index.ts';
import { importMap } from './admin/importMap.js';
import './panel.css';

const serverFunction: ServerFunctionClient = async (args) => {
  'use server';
  // Payload looks a name up in a plain object: a name such as `constructor` would find what the object inherits.
  if (typeof args.name !== 'string' || args.name in Object.prototype)
    throw new Error('There is no such action.');
  const scope = currentScope();
  // The database would refuse them too; these only draw.
  const isDrawing = /^(form-state|table-state|render-|get-)/.test(args.name);
  if (scope?.kind === 'tenant' && scope.tenant.status === 'suspended' && !isDrawing)
    throw new Error('The school is suspended and can only be read.');
  return handleServerFunctions({ name: args.name, args: args.args, config, importMap });
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <RootLayout config={config} importMap={importMap} serverFunction={serverFunction}>
      {children}
    </RootLayout>
  );
}
