import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { routeKey } from '../core/parameter-table.ts';
import { objectName } from './describe-type.ts';

/** The type of the parameters of a call, or undefined when the call takes none. */
export type SdkCalls = Map<string, ts.TypeNode | undefined>;

const makesRequest = /^ {4}(\w+)\([^)]*\) \{\n\s+return this\._makeRequest\('(\w+)',\s*(['`])(.+?)\3/gm;

/** Class and method -> route, as the SDK's code sends it: `Coupon.update` -> `POST /v1/coupons/:`. */
function readRoutes(file: string): Map<string, string> {
  const routes = new Map<string, string>();
  const parts = readFileSync(file, 'utf8').split(/^export class (\w+) extends StripeResource \{$/m);
  for (let index = 1; index < parts.length; index += 2) {
    for (const [, method, verb, , url = ''] of (parts[index + 1] ?? '').matchAll(makesRequest)) {
      const route = routeKey(String(verb), url.replace(/\$\{[^}]*\}/g, ':id'));
      routes.set(`${parts[index]}.${method}`, route);
    }
  }
  return routes;
}

export type Sdk = {
  /** Every call that the SDK can make, keyed by its route. */
  calls: SdkCalls;
  /** Every interface that says which object it is, by that name. */
  objects: Map<string, ts.InterfaceDeclaration>;
  checker: ts.TypeChecker;
};

/** Reads the installed SDK's type files and code. */
export function readSdk(): Sdk {
  const folder = path.join(path.dirname(new URL(import.meta.resolve('stripe')).pathname), 'resources');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .sort()
    .map((name) => path.join(folder, name));
  const program = ts.createProgram(files, {
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noLib: true,
    strict: true,
  });
  const calls: SdkCalls = new Map();
  const objects = new Map<string, ts.InterfaceDeclaration>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    for (const declaration of source?.statements.filter(ts.isInterfaceDeclaration) ?? []) {
      const name = objectName(declaration);
      if (name !== undefined && !objects.has(name)) objects.set(name, declaration);
    }
    const routes = source && readRoutes(file.replace(/\.d\.ts$/, '.js'));
    if (!routes || routes.size === 0) continue;
    for (const declaration of source.statements.filter(ts.isClassDeclaration)) {
      for (const method of declaration.members.filter(ts.isMethodDeclaration)) {
        const route = routes.get(`${declaration.name?.text}.${method.name.getText(source)}`);
        const params = method.parameters.find((parameter) => parameter.name.getText(source) === 'params');
        if (route && !calls.get(route)) calls.set(route, params?.type);
      }
    }
  }
  return { calls, objects, checker: program.getTypeChecker() };
}
