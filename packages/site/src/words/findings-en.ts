/** Words around what a hub works out from its own figures. The sentences themselves come with the release. */
export const findingsEn = {
  findings: "What the figures tell",
  findingsMore:
    "Worked out from published figures alone, by stated methods. They show where and when, never why: a rise can be more reporting, a hot spot more residents by day.",
  trends: "Rising or falling over the months",
  trendsNone: "No clear trend in the other series that could be looked at:",
  trendsUnknown: "Could not be looked at:",
  hotspots: "Neighbouring areas with more or fewer than chance explains",
  hotspotsNone:
    "No group of neighbouring areas stands out where that could be worked out. Single areas are compared with the whole in the charts below.",
  hotspotsUnknown: "This could not be worked out for any count of this theme:",
  hotspotsUnknownOthers: "Not worked out for these, and why:",
  notReached: "Whether every area had an activity",
  linksTitle: "Works together with",
  linkLine: (problems: number, activities: number) =>
    [
      ...(problems === 0 ? [] : [`${problems} ${problems === 1 ? "problem" : "problems"}`]),
      ...(activities === 0 ? [] : [`${activities} ${activities === 1 ? "activity" : "activities"}`]),
    ].join(", "),
};
