import { build } from "esbuild";

/*
 * One CommonJS bundle: it loads several times faster in the Functions worker than the packages by themselves. Another
 * place for it than dist/ may be named as an argument.
 */
await build({
  entryPoints: ["src/functions/index.ts"],
  outfile: process.argv[2] ?? "dist/functions.cjs",
  bundle: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // the worker itself provides this one
  external: ["@azure/functions-core"],
  sourcemap: true,
  legalComments: "external",
  logLevel: "warning",
});
