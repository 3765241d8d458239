import { copyFileSync, createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { buildSync } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const outDir = path.join(here, '../.build/web');
const swaggerFolder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const swaggerFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** `/docs`: Swagger UI is a page of its own, not part of the app's bundle. */
const swaggerUi = (): Plugin => ({
  name: 'arogya-swagger-ui',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const url = (request.url ?? '').split('?')[0] ?? '';
      if (url === '/docs') return void response.writeHead(301, { location: '/docs/' }).end();
      if (url === '/docs/') request.url = '/docs/index.html';
      const file = swaggerFiles.find((name) => url === `/docs/${name}`);
      if (!file) return next();
      response.setHeader('content-type', file.endsWith('.css') ? 'text/css' : 'text/javascript');
      createReadStream(path.join(swaggerFolder, file)).pipe(response);
    });
  },
  writeBundle({ dir = outDir }) {
    const docs = path.join(dir, 'docs');
    if (!existsSync(docs)) mkdirSync(docs, { recursive: true });
    for (const name of swaggerFiles) copyFileSync(path.join(swaggerFolder, name), path.join(docs, name));
  },
});

/**
 * `/sw.js`: one script without imports, because not every browser that knows push takes a worker made of modules, and at a
 * name without a hash, because a browser looks there for the next version.
 */
const serviceWorker = (): Plugin => {
  const script = () =>
    buildSync({
      entryPoints: [path.join(here, 'src/service-worker/service-worker.ts')],
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      write: false,
    }).outputFiles[0]?.text ?? '';
  return {
    name: 'arogya-service-worker',
    configureServer(server) {
      server.middlewares.use('/sw.js', (_request, response) => {
        response.setHeader('content-type', 'text/javascript; charset=utf-8').setHeader('cache-control', 'no-cache').end(script());
      });
    },
    writeBundle: ({ dir = outDir }) => writeFileSync(path.join(dir, 'sw.js'), script()),
  };
};

const cloud = process.env.AROGYA_ORIGIN ?? 'http://localhost:8787';

export default defineConfig({
  root: here,
  plugins: [react(), tailwindcss(), swaggerUi(), serviceWorker()],
  build: {
    outDir,
    emptyOutDir: true,
    manifest: true,
    // The CSP allows no data: style or script, and every browser that we support knows modulepreload.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '/oidc', '/local', '/config.json'].map((prefix) => [prefix, { target: cloud, changeOrigin: false }]),
    ),
  },
});
