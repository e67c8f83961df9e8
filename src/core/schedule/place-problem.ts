import type { Problem, Span } from '../problem.ts';

/** The problem of a part of `text`, as a problem of the whole: its suggestion stands where the part stood. */
export function placeProblem(problem: Problem, text: string, part: Span): Problem {
  const { span = { start: 0, end: part.end - part.start }, suggestion } = problem;
  return {
    ...problem,
    span: { start: part.start + span.start, end: part.start + span.end },
    ...(suggestion !== undefined && { suggestion: replaced(text, part, suggestion) }),
  };
}

export function replaced(text: string, { start, end }: Span, replacement: string): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`;
}
