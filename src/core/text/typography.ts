/** TeX's ways to type quotes, dashes and ties, as the characters they stand for. Command-line flags and code in backticks stay. */
export function setTypography(text: string): string {
  return text
    .replaceAll(/``([^`"]{1,400}?)(?:''|")/g, '“$1”')
    .replaceAll(/(?<![`\p{L}\p{N}])`([^`']{1,200})'(?![\p{L}'])/gu, '‘$1’')
    .replaceAll(/(?<=[\p{L}\p{N})%]|\s)---(?=[\p{L}\p{N}(]|\s)/gu, '—')
    .replaceAll(/(?<=[\p{L}\p{N})%])--(?=[\p{L}\p{N}(])|(?<=\s)--(?=\s)/gu, '–')
    .replaceAll(/(?<=[\p{L}.,])~(?=[\p{L}\p{N}])/gu, ' ');
}
