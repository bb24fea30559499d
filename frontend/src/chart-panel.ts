/** <chart-panel src="…json"> draws the ECharts option the server sends; colours come from the tokens. */
import { BarChart, BoxplotChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { type EChartsCoreOption, type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { onDisplayChange, token } from "./_page";

use([
  BarChart, BoxplotChart, HeatmapChart, LineChart, ScatterChart,
  AriaComponent, DatasetComponent, DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent,
  MarkLineComponent, MarkPointComponent, TitleComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

const SERIES = [1, 2, 3, 4, 5, 6, 7];

/** Twelve pixels, or as much more as the reader asked for. */
const small = (): number => (12 * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;

function axis(): object {
  const line = { lineStyle: { color: token("--ty-line-2") } };
  return {
    axisLine: line,
    axisTick: line,
    axisLabel: { color: token("--ty-ink-2"), fontSize: small() },
    nameTextStyle: { color: token("--ty-ink-2"), fontSize: small() },
    splitLine: { lineStyle: { color: token("--ty-grid") } },
  };
}

function theme(): object {
  const text = { color: token("--ty-ink"), fontFamily: token("--ty-font"), fontSize: small() };
  return {
    color: SERIES.map((step) => token(`--ty-c-${step}`)),
    backgroundColor: "transparent",
    textStyle: text,
    title: { textStyle: text },
    legend: { textStyle: { color: token("--ty-ink-2") } },
    categoryAxis: { ...axis(), splitLine: { show: false } },
    valueAxis: axis(),
    timeAxis: axis(),
    markLine: { lineStyle: { color: token("--ty-broken"), type: "dashed" }, label: { color: token("--ty-broken") } },
    tooltip: {
      renderMode: "richText",
      backgroundColor: token("--ty-raised"),
      borderColor: token("--ty-line-2"),
      textStyle: text,
    },
  };
}

/** Tooltips drawn on the canvas: the content policy allows no style written into HTML. */
function drawable(option: EChartsCoreOption): EChartsCoreOption {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const given = (option["tooltip"] ?? { trigger: "axis" }) as object;
  return {
    media: [{ query: { maxWidth: 480 }, option: { xAxis: { axisLabel: { hideOverlap: true } } } }],
    animation: !calm, ...option, tooltip: { confine: true, ...given, renderMode: "richText" } };
}

class ChartPanel extends HTMLElement {
  private chart?: EChartsType;
  private option?: EChartsCoreOption;
  private readonly size = new ResizeObserver(() => this.chart?.resize());
  private display?: MutationObserver;

  async connectedCallback(): Promise<void> {
    this.display = onDisplayChange(() => this.draw());
    this.size.observe(this);
    try {
      const answer = await fetch(this.getAttribute("src") ?? "", { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.option = drawable((await answer.json()) as EChartsCoreOption);
      this.draw();
    } catch {
      this.apologise();
    }
  }

  disconnectedCallback(): void {
    this.size.disconnect();
    this.display?.disconnect();
    this.chart?.dispose();
  }

  private draw(): void {
    if (!this.option) return;
    this.chart?.dispose();
    this.chart = init(this, theme());
    this.chart.setOption(this.option);
    this.setAttribute("data-drawn", "");
  }

  private apologise(): void {
    this.textContent = "图暂时画不出来，下面的表格是同样的数字。";
    this.parentElement?.querySelector("details")?.setAttribute("open", "");
  }
}

customElements.define("chart-panel", ChartPanel);
