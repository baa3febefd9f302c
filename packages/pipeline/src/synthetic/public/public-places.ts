/** Where people meet in a beat: a room, a school and a place outdoors. All names are invented, and none is of a person. */
export interface PublicPlaces {
  readonly room: string;
  readonly school: string;
  readonly outdoors: string;
}

const places = (room: string, school: string, outdoors: string): PublicPlaces => ({ room, school, outdoors });

export const publicPlaces: Readonly<Record<string, PublicPlaces>> = {
  B101: places("Ropewalk Library", "Ropewalk Elementary School", "Ropeyard Green"),
  B102: places("Customs Hall", "Old Port Middle School", "Ferry Square"),
  B103: places("Lantern Hill Library", "Lantern Hill Elementary School", "Lantern Steps"),
  B104: places("Breakwater Sailing Club", "Breakwater Elementary School", "Mole Park"),
  B201: places("Northgate Community Hall", "Market Gate Elementary School", "Market Gate Square"),
  B202: places("Lighthouse Library", "Northgate High School", "Lighthouse Meadow"),
  B203: places("Larkfield Parish Room", "Larkfield School", "Larkfield Common"),
  B204: places("Cannery Point Community Room", "Cannery Point School", "Old Jetty"),
  B301: places("Weir Bank Library", "Weir Bank Elementary School", "Weir Lane Gardens"),
  B302: places("Millpond Hall", "Millpond Elementary School", "Millpond Skate Park"),
  B303: places("Fullers Green Community Room", "Fullers Green School", "The Fulling Green"),
  B304: places("Westgate Community Room", "Westgate School", "Westgate Playground"),
  B401: places("Shipyard Workers’ Hall", "Shipyard Elementary School", "Slipway Park"),
  B402: places("Reed Lane Library", "Reed Lane School", "Causeway Green"),
  B403: places("Tidewater Boat House", "Tidewater School", "Tidewater Landing"),
  B404: places("Saltpan Beach Pavilion", "Saltpan School", "Saltpan Boardwalk"),
  B501: places("Brickyard Community Room", "Brickyard Elementary School", "Kiln Park"),
  B502: places("Kiln Square Library", "Kilnfield High School", "Kiln Square"),
  B503: places("Foundry Hall", "Foundry Elementary School", "Foundry Yard"),
  B504: places("Claypit Youth Club", "Claypit School", "Claypit Pond"),
  B601: places("Southmoor Park Pavilion", "Southmoor Middle School", "Southmoor Park"),
  B602: places("Gorse Hill Grange", "Gorse Hill School", "Gorse Hill Common"),
  B603: places("Quarry Side Community Room", "Quarry Side School", "Quarry Lake"),
  B604: places("Long Acre Farm Hall", "Long Acre School", "Long Acre Green"),
};
