/** A style sheet as minified text: the build turns `.css` imports into strings for constructable style sheets. */
declare module '*.css' {
  export const css: string
}

/** Short hash of panel.js and the languages, put in by the build, so that browsers may cache them for ever. */
declare const PANEL_VERSION: string
