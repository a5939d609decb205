"""Draws the curves of a training log.

usage: curve.py log.txt curve.svg
"""

import re
import sys

WIDTH, HEIGHT, LEFT, TOP = 720, 360, 50, 20


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    loss = [(int(s), float(a), float(b)) for s, a, b in re.findall(r"step (\d+)/\d+ speech ([\d.]+) events ([\d.]+)", text)]
    step, checks = 0, []
    for line in text.splitlines():
        found = re.match(r"step (\d+)/", line)
        step = int(found[1]) if found else step
        found = re.match(r"  polnear_dev: claim ([\d.]+)/[\d.]+ best [\d.]+ sure \d+; source ([\d.]+)", line)
        if found:
            checks.append((step, float(found[1]), float(found[2])))
    last, most = max(x[0] for x in loss), max(max(x[1:]) for x in loss)
    across = lambda s: LEFT + (WIDTH - 2 * LEFT) * s / last
    down = lambda share: TOP + (HEIGHT - 2 * TOP - 20) * (1 - share)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']

    def line(points, color, dash=""):
        path = " ".join(f"{across(s):.1f},{down(v):.1f}" for s, v in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>')

    for share in (0, 0.25, 0.5, 0.75, 1):
        y = down(share)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{share * most:.2f}</text>')
        out.append(f'<text x="{WIDTH - LEFT + 6}" y="{y + 4}">{100 * share:.0f}</text>')
    line([(s, a / most) for s, a, _ in loss], "#2060c0")
    line([(s, b / most) for s, _, b in loss], "#c06020")
    line([(s, c / 100) for s, c, _ in checks], "#2060c0", "5 4")
    line([(s, c / 100) for s, _, c in checks], "#208040", "5 4")
    out.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">steps to {last}. Loss a token (left): claims and sources blue, events orange. '
               "Exact F1 on part of PolNeAR dev (right, dashed): claims blue, sources green.</text></svg>")
    open(sys.argv[2], "w", encoding="utf-8").write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
