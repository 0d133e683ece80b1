declare module 'snowball-stemmers' {
  const snowball: {
    newStemmer(algorithm: string): { stem(word: string): string }
    algorithms(): string[]
  }
  // biome-ignore lint/style/noDefaultExport: the package is a CommonJS module
  export default snowball
}
