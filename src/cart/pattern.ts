/**
 * Whether the whole text fits a pattern in which `*` stands for anything, also for nothing. Case and spaces around do not
 * matter. Never a regular expression: patterns come from settings, and the longest of them costs no more than its length
 * times that of the text.
 */
export function fits(pattern: string, text: string): boolean {
  const wanted = plain(pattern);
  const given = plain(text);
  let at = 0;
  let index = 0;
  let star = -1;
  let afterStar = 0;
  while (index < given.length) {
    if (wanted[at] === "*") {
      star = at;
      at += 1;
      afterStar = index;
    } else if (wanted[at] === given[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      // the star takes one character more
      afterStar += 1;
      index = afterStar;
      at = star + 1;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
