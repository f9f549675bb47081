#!/usr/bin/env node
import { launch } from './launch.mjs';

// npx may have installed the package without its scripts: the template is only copied.
launch('create-daftar-plugin', { anyNode: true });
