export { Plugins, PluginVersions } from './collections/catalogue.ts';
export { PluginCalls, PluginInstalls } from './collections/installs.ts';
