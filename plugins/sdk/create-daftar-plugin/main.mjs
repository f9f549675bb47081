#!/usr/bin/env node
import '@daftar/sdk/create';
