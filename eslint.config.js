import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const noTimers = ["setTimeout", "setInterval", "setImmediate"].map((name) => ({
  name,
  message: "Only adapters/clock uses timers: take a Clock.",
}));

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/", "test/types/fixtures/"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.js"] } } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of words." },
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
      ],
      eqeqeq: "error",
      "max-depth": ["error", 3],
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/**/*.test.ts"],
    rules: {
      "max-lines-per-function": ["error", { max: 75, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 4],
      complexity: ["error", 15],
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/**/*.test.ts", "src/adapters/clock/**"],
    rules: { "no-restricted-globals": ["error", ...noTimers, "fetch"] },
  },
  { files: ["*.js", "vitest.config.ts"], rules: { "no-restricted-syntax": "off" } },
  { files: ["*.js"], ...tseslint.configs.disableTypeChecked },
);
