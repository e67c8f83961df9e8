/** Commands that stand for characters, by name. */
export const latexSymbols: ReadonlyMap<string, string> = new Map(
  `alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω eps ε
times × div ÷ pm ± mp ∓ cdot · ast * star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ wedge ∧ vee ∨ cap ∩ cup ∪
leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ asymp ≍
lesssim ≲ gtrsim ≳ prec ≺ succ ≻ preceq ⪯ succeq ⪰ triangleq ≜ coloneqq ≔ lt < gt >
in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ setminus ∖ emptyset ∅ varnothing ∅ mid | parallel ∥ perp ⊥
to → rightarrow → longrightarrow → xrightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐
Leftrightarrow ⇔ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ nearrow ↗ searrow ↘ rightleftharpoons ⇌
infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ oint ∮ forall ∀ exists ∃ neg ¬ lnot ¬ angle ∠ triangle △ square □ Box □
ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ prime ′ top ⊤ bot ⊥ dagger † ddagger ‡ models ⊨ vdash ⊢
langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert |
ldots … dots … cdots ⋯ vdots ⋮ textellipsis … deg ° degree ° textdegree ° S § P ¶ copyright © textcopyright ©
textregistered ® circledR ® texttrademark ™ pounds £ euro € yen ¥ checkmark ✓ textbackslash ∖ textasciitilde ∼
textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” colon :
ss ß ae æ AE Æ oe œ OE Œ o ø O Ø aa å AA Å l ł L Ł dh ð DH Ð th þ TH Þ dj đ DJ Đ i ı j ȷ R ℝ
LaTeX LaTeX TeX TeX eg e.g. ie i.e. etc etc. etal et\u00A0al.`
    .split(/[ \n]+/)
    .flatMap((word, index, words): [string, string][] =>
      index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [],
    ),
);

/** Functions that are written out by their names. */
export const latexFunctions: ReadonlySet<string> = new Set(
  'log ln lg exp max min sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan arg argmax argmin sup inf lim limsup liminf det dim ker gcd hom Pr mod bmod pmod rank tr diag sign softmax'.split(
    ' ',
  ),
);

/** Commands that set the look of what follows, or the size of a bracket: nothing is left of them. */
export const latexDeclarations: ReadonlySet<string> = new Set(
  'bf it em rm tt sc sf sl cal bfseries itshape ttfamily scshape sffamily rmfamily normalfont small footnotesize scriptsize tiny large Large LARGE huge Huge normalsize displaystyle textstyle scriptstyle noindent centering left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm limits nolimits xspace protect item maketitle par relax and'.split(
    ' ',
  ),
);

/** Commands whose arguments are not for readers. */
export const latexDropped: ReadonlySet<string> = new Set(
  'cite citep citet citealp citeauthor citeyear nocite label ref eqref cref Cref autoref pageref vspace hspace vskip hskip color begin end ding footnotemark thanks includegraphics phantom hphantom vphantom'.split(
    ' ',
  ),
);

/** Commands with two arguments of which only the second is text. */
export const latexSecondOnly: ReadonlySet<string> = new Set([
  'href',
  'textcolor',
  'colorbox',
  'hyperlink',
  'hyperref',
  'fontsize',
  'scalebox',
  'raisebox',
  'texorpdfstring',
]);

/** Combining marks of accent commands, by name or sign. */
export const latexAccents: ReadonlyMap<string, string> = new Map([
  ['`', '\u0300'],
  ["'", '\u0301'],
  ['^', '\u0302'],
  ['~', '\u0303'],
  ['"', '\u0308'],
  ['=', '\u0304'],
  ['.', '\u0307'],
  ['u', '\u0306'],
  ['v', '\u030C'],
  ['H', '\u030B'],
  ['c', '\u0327'],
  ['k', '\u0328'],
  ['r', '\u030A'],
  ['d', '\u0323'],
  ['b', '\u0331'],
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['overline', '\u0304'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['vec', '\u20D7'],
  ['check', '\u030C'],
  ['breve', '\u0306'],
]);

const doubleStruck: ReadonlyMap<string, string> = new Map(
  [...'CℂHℍNℕPℙQℚRℝZℤ1𝟙']
    .map((character, index, all): [string, string] => [character, all[index + 1] ?? ''])
    .filter((_, index) => index % 2 === 0),
);

/** `R` as `ℝ`: the double-struck form of a capital letter; other text as it is. */
export function toDoubleStruck(text: string): string {
  const known = doubleStruck.get(text);
  if (known !== undefined) return known;
  return /^[A-Z]$/.test(text) ? String.fromCodePoint(0x1d538 + text.charCodeAt(0) - 65) : text;
}
