import type { Trace } from "../../shared/model/trace.ts";
import { nodeLabel } from "./chainRows.ts";
import { boxSize, diagramLayout, wrapped } from "./diagramLayout.ts";

const signsMost = 22;
const linesMost = 3;
const lineHeight = 15;

/**
 * The chain as a picture in the editor's colours: whole lines are stated, dashed ones inferred, thick ones confirmed. It says what the tree
 * says, so for a screen reader it is one picture. Drawn here and not by Mermaid, which works with style sheets and attributes that our policy
 * forbids.
 */
export function ChainDiagram({ chain }: { readonly chain: Trace }) {
  const { boxes, lines, width, height } = diagramLayout(chain);
  const margin = 2;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="diagram" aria-label="Diagram" tabIndex={0}>
      <svg
        role="img"
        aria-label={`Diagram of ${boxes.length} boxes; the tree above says the same`}
        width={width + 2 * margin}
        height={height + 2 * margin}
        viewBox={`${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`}
      >
        {lines.map(({ from, to, origin }) => (
          <path
            key={`${from}-${to}`}
            class={`line ${origin}`}
            d={`M${from[0]} ${from[1]}C${from[0]} ${to[1]} ${to[0]} ${from[1]} ${to[0]} ${to[1]}`}
          />
        ))}
        {boxes.map(({ node, x, y, isSubject }) => (
          <g key={`${x}-${y}`} class={isSubject ? "box subject" : "box"}>
            <title>{nodeLabel(node)}</title>
            <rect x={x} y={y} width={boxSize.width} height={boxSize.height} rx={3} />
            {wrapped(nodeLabel(node), signsMost, linesMost).map((line, index) => (
              <text key={line} x={x + 8} y={y + 17 + index * lineHeight}>
                {line}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </section>
  );
}
