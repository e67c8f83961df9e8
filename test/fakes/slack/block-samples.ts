export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const x = (count: number) => 'x'.repeat(count);
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const button = (more = {}) => ({ type: 'button', text: plain('Go'), ...more });
export const section = (more = {}) => ({ type: 'section', text: mrkdwn('Hello'), ...more });
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const option = (value: string, more = {}) => ({ text: plain('One'), value, ...more });
export const menu = (more = {}) => ({ type: 'static_select', options: [option('1')], ...more });
export const input = (element: object) => ({ type: 'input', label: plain('Topic'), element });
