export interface ProductLine {
  readonly name: string
  /** How many of 22 products in a row are of this line. */
  readonly share: number
  readonly kinds: readonly [string, string, string, string]
  readonly about: string
}

export const PRODUCT_LINES: readonly ProductLine[] = [
  {
    name: 'Airships',
    share: 3,
    kinds: ['Airship', 'Blimp', 'Observation Balloon', 'Sky Ferry'],
    about: 'Rigid and soft ships of the air, with doped cotton skins and brass gondolas.',
  },
  {
    name: 'Bridges',
    share: 5,
    kinds: ['Arch Bridge', 'Swing Bridge', 'Footbridge', 'Viaduct'],
    about: 'Bridges in laser-cut birch and etched brass; they carry more than they should.',
  },
  {
    name: 'Cable Cars',
    share: 2,
    kinds: ['Cable Car', 'Funicular', 'Gondola Lift', 'Rack Railcar'],
    about: 'Everything that climbs a hill on a rope, with motors that whisper.',
  },
  {
    name: 'Canal Boats',
    share: 2,
    kinds: ['Narrowboat', 'Barge', 'Harbour Tug', 'Chain Ferry'],
    about: 'Working boats of quiet waters, planked by hand.',
  },
  {
    name: 'Lighthouses',
    share: 8,
    kinds: ['Lighthouse', 'Harbour Light', 'Lightship', 'Leading Light'],
    about: 'Towers with a turning light, each with the rhythm of its coast.',
  },
  {
    name: 'Observatories',
    share: 1,
    kinds: ['Observatory', 'Solar Tower', 'Radio Dish', 'Transit House'],
    about: 'Domes that open, and telescopes that follow a star for one night on one battery.',
  },
  {
    name: 'Windmills',
    share: 1,
    kinds: ['Post Mill', 'Smock Mill', 'Tower Mill', 'Wind Pump'],
    about: 'Mills whose sails turn in the draught of a door.',
  },
]

/** Thirty-seven places that are on no map: a prime, so that place and kind of a line repeat late. */
export const PRODUCT_PLACES =
  'Heron Point|Gull Rock|Saint Elmo|Marram Sands|Kittiwake Ness|Vesterholm|Cabo Lejano|Pointe Grise|Löwenfels|Tern Island|Żabia Góra|Ōkami Cape|Fennmoor|Alta Brisa|Pilot Hill|Thistle Dyke|Møllevang|Clearwater|Old Ferry|Nine Locks|Silver Weir|Mount Halo|Vallée Bleue|Nordskär|Harrow Gap|Quiet Sound|Copper Quay|Stone Drift|Fata Morgana|Sete Ventos|Swan Reach|Lantern Bay|Black Heath|Rook Tower|Glass Lake|Long Meadow|Winter Pass'.split(
    '|',
  )

export const VENDORS =
  'Lilliput & Daughters|Bench Seven|Atelier Minuscule|Kleinwerk|Ōtsuka Models|Thumbnail Foundry|Fabryka Żagli|The Brass Elf|Puntito|Norrsken Kits|Half Pint Studios|Ditto & Ditto|Grain of Rice'.split(
    '|',
  )

export const SCALES = ['10', '18', '24', '32', '50', '72', '160', '700']

export const FEATURES = [
  'Turned by hand from pear wood and finished in shellac.',
  'The light works; batteries are not included, patience is.',
  'Comes flat in a box of 214 parts, with a glue that forgives.',
  'Doors, hatches and shutters open; the cat on the roof does not.',
  'Weathered by airbrush after photographs, rust where rust belongs.',
  'Numbered, with a letter from the person who built it.',
  'Moves quietly on a 6 V motor; the gears are brass, the noise is not.',
  'A 3/4" base of oak, "sea" of resin, and a card saying what it\'s a model of.',
  "Windows of real glass, 0.3 mm; please don't press.",
]
