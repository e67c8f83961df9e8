const superscripts = pairs(
  '0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ',
);
const subscripts = pairs('0123456789+-=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ');

/** The text in superscript characters; undefined where some are lacking, or where it is a word and would be hard to read. */
export function toSuperscript(text: string): string | undefined {
  return translate(text, superscripts);
}

/** As `toSuperscript`, below the line. */
export function toSubscript(text: string): string | undefined {
  return translate(text, subscripts);
}

function translate(text: string, table: ReadonlyMap<string, string>): string | undefined {
  if (text === '' || /[a-z]{3}/i.test(text)) return undefined;
  let result = '';
  for (const character of text) {
    const raised = table.get(character);
    if (raised === undefined) return undefined;
    result += raised;
  }
  return result;
}

function pairs(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((character, index) => [character, targets[index] ?? character]));
}
