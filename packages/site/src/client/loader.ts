// Wakes charts as they come near. Until then, and without it, the drawn picture and the table are the chart.
const charts = document.querySelectorAll<HTMLElement>("[data-chart]");
if (charts.length > 0 && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        import("./upgrade.ts").then(({ upgrade }) => upgrade(target as HTMLElement)).catch(() => {});
      }
    },
    { rootMargin: "150px" },
  );
  const begin = () => {
    for (const chart of charts) observer.observe(chart);
  };
  // Once the page has been painted: what is read first waits for nothing that makes charts lively.
  const afterPaint = () => requestAnimationFrame(() => setTimeout(begin));
  if (document.readyState === "complete") afterPaint();
  else addEventListener("load", afterPaint, { once: true });
}
