// The bench's picture: for each workload a bar a participant, its length the logarithm of how many times faster it is than one thread of C (or the slowest there is).

const width = 900, left = 300, bar = 16, gap = 26;
const escape = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);

export function picture(head, results) {
  const speedsOf = ({ rows }) => {
    const base = (rows.find(({ title }) => title === "C, 1 thread") ?? rows.at(-1)).median;
    return rows.map(({ title, median }) => ({ title, speed: base / median }));
  };
  const groups = results.map((result) => ({ name: result.name, speeds: speedsOf(result) })), speeds = groups.flatMap((g) => g.speeds.map((s) => s.speed));
  const low = Math.log10(Math.min(0.1, ...speeds)), high = Math.log10(Math.max(10, ...speeds)), x = (speed) => left + ((Math.log10(speed) - low) / (high - low)) * (width - left - 80);
  const parts = [];
  let y = 60;
  for (const { name, speeds: own } of groups) {
    parts.push(`<text x="10" y="${y + 12}" font-weight="bold">${escape(name)}</text>`);
    y += 20;
    for (const { title, speed } of own) {
      const from = Math.min(x(1), x(speed)), length = Math.abs(x(speed) - x(1));
      parts.push(`<text x="${left - 10}" y="${y + 12}" text-anchor="end">${escape(title)}</text><rect x="${from.toFixed(1)}" y="${y}" width="${Math.max(1, length).toFixed(1)}" height="${bar - 3}" fill="${title.startsWith("spmd") ? "#2b6cb0" : "#a0aec0"}"/><text x="${(Math.max(x(1), x(speed)) + 6).toFixed(1)}" y="${y + 12}">${speed.toPrecision(3)}</text>`);
      y += bar;
    }
    y += gap - bar;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 20}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/><text x="10" y="20" font-size="14">Speed, as a multiple of one thread of C (logarithmic)</text><text x="10" y="40" fill="#555">${escape(head)}</text><line x1="${x(1)}" y1="50" x2="${x(1)}" y2="${y}" stroke="#888"/>${parts.join("")}</svg>\n`;
}
