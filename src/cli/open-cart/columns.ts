/** Rows as lines with their cells in columns; a column whose cells are all numbers or empty stands to the right. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => widthOf(row[at]))));
  const [, ...body] = rows;
  const toTheRight = widths.map((_, at) => body.every((row) => /^[\d.]*$/.test(row[at] ?? "")));
  return rows.map((row) =>
    widths
      .map((width, at) => {
        const cell = row[at] ?? "";
        const gap = " ".repeat(width - widthOf(cell));
        return toTheRight[at] === true ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}

function widthOf(cell = ""): number {
  return Array.from(cell).length;
}
