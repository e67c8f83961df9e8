import { canonicalZone } from './time-zone.ts';

/** The present names of zones that runtimes may still file under an old one (tz database, file `backward`). */
const presentNames: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Etc/GMT': 'UTC',
  'Etc/UTC': 'UTC',
  'Europe/Kiev': 'Europe/Kyiv',
  GMT: 'UTC',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** Cities that people name and that no zone is called after. */
const moreCities: Readonly<Record<string, string>> = {
  'America/Chicago': 'austin dallas houston minneapolis',
  'America/Los_Angeles': 'palo_alto portland san_diego san_francisco san_jose seattle stanford',
  'America/New_York':
    'atlanta baltimore boston miami new_york_city nyc philadelphia pittsburgh princeton washington',
  'America/Sao_Paulo': 'brasilia rio rio_de_janeiro',
  'America/Toronto': 'montreal ottawa waterloo',
  'Asia/Dubai': 'abu_dhabi',
  'Asia/Ho_Chi_Minh': 'hanoi',
  'Asia/Jerusalem': 'haifa tel_aviv',
  'Asia/Kolkata': 'bangalore bengaluru chennai delhi hyderabad mumbai new_delhi pune',
  'Asia/Shanghai': 'beijing guangzhou hangzhou nanjing shenzhen wuhan',
  'Asia/Tokyo': 'kyoto nagoya osaka sapporo',
  'Australia/Sydney': 'canberra',
  'Europe/Berlin': 'cologne dresden frankfurt hamburg heidelberg leipzig munich stuttgart tubingen',
  'Europe/Istanbul': 'ankara',
  'Europe/London': 'edinburgh glasgow manchester oxford',
  'Europe/Madrid': 'barcelona valencia',
  'Europe/Moscow': 'saint_petersburg st_petersburg',
  'Europe/Paris': 'grenoble lyon marseille toulouse',
  'Europe/Rome': 'bologna florence milan naples turin',
  'Europe/Warsaw': 'krakow',
  'Europe/Zurich': 'basel bern geneva lausanne',
};

/** Words for clocks that say nothing of a place, and the place most likely meant. */
const abbreviations: Readonly<Record<string, string>> = {
  'Africa/Johannesburg': 'sast',
  'America/Anchorage': 'akst akdt',
  'America/Chicago': 'ct cst cdt cst6cdt',
  'America/Denver': 'mt mst mdt mst7mdt',
  'America/Halifax': 'ast adt',
  'America/Los_Angeles': 'pt pst pdt pst8pdt',
  'America/New_York': 'et est edt est5edt',
  'America/Sao_Paulo': 'brt',
  'America/St_Johns': 'nst ndt',
  'Asia/Hong_Kong': 'hkt',
  'Asia/Kolkata': 'ist',
  'Asia/Seoul': 'kst',
  'Asia/Singapore': 'sgt',
  'Asia/Tokyo': 'jst',
  'Australia/Adelaide': 'acst acdt',
  'Australia/Perth': 'awst',
  'Australia/Sydney': 'aest aedt',
  'Europe/Athens': 'eet eest',
  'Europe/Berlin': 'cet cest met mest',
  'Europe/Lisbon': 'wet west',
  'Europe/London': 'bst',
  'Europe/Moscow': 'msk',
  'Pacific/Auckland': 'nzst nzdt',
  'Pacific/Honolulu': 'hst',
};

/** The zone called exactly `text`, in any case, under its present name: `europe/kiev` is `Europe/Kyiv`. */
export function zoneCalled(text: string): string | undefined {
  const name = canonicalZone(text);
  return name === undefined ? undefined : presentName(name);
}

/** The zone of a city, `são paulo` or `New_York`. */
export function zoneOfCity(text: string): string | undefined {
  return zoneByCity.get(folded(text));
}

/** The zone most likely meant by `CET`. */
export function zoneOfAbbreviation(text: string): string | undefined {
  return zoneByAbbreviation.get(text.toLowerCase());
}

/** Everything that `zoneCalled` and `zoneOfCity` know well, in lower case, for the search of what was nearly typed. */
export function zoneWords(): string[] {
  return [...zoneNames.map((name) => name.toLowerCase()), ...zoneByCity.keys()];
}

const zoneNames = Intl.supportedValuesOf('timeZone').map(presentName);

const zoneByCity: ReadonlyMap<string, string> = new Map([
  ...Object.entries(presentNames).map(([old, name]) => [cityOf(old), name] as const),
  ...zoneNames.map((name) => [cityOf(name), name] as const),
  ...byWord(moreCities),
]);

const zoneByAbbreviation: ReadonlyMap<string, string> = new Map(byWord(abbreviations));

function byWord(zones: Readonly<Record<string, string>>) {
  return Object.entries(zones).flatMap(([zone, words]) =>
    words.split(' ').map((word) => [word, zone] as const),
  );
}

function presentName(name: string): string {
  return presentNames[name] ?? name;
}

function cityOf(name: string): string {
  return folded(name.slice(name.lastIndexOf('/') + 1));
}

/** Lower case, without diacritics and points; words joined by `_`. */
function folded(city: string): string {
  return city
    .normalize('NFD')
    .replaceAll(/[\p{M}.'’]/gu, '')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}
