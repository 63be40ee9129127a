/* As much of the package as is used; it brings no types. */
declare module "twig" {
  interface Template {
    render(data: object): string;
  }
  const engine: {
    twig(options: { readonly data: string; readonly strict_variables?: boolean }): Template;
  };
  export = engine;
}
