/** Names of people and companies: invented, or common enough to mean nobody. */

export const FIRST_NAMES =
  'Aino Alba Anselm Astrid Benedikt Bruna Cato Céline Dagny Dario Edda Elin Emeka Fabia Fenna Gaspard Greta Hanako Hedvig Ilse Inés Ivo Jorun Jovan Kaito Kalina Lars Leonor Lior Lluís Maëlle Magnus Mei Mirja Nadia Noor Odile Olav Paloma Pernille Quirin Renske Rui Sachiko Sølvi Tamsin Theo Ulrike Vera Wanda Ximena Yara Zoë'.split(
    ' ',
  )

export const LAST_NAMES =
  "Abelvik Aldermoor Almarés Banshore Bellfontaine Brantwood Bréhault Brückwald Calderwick Cambréa Corvelo Dahlmoor D'Esperel Drakensund Eichgraben Eldersen Esparrel Fairholt Falkenried Fjordheim Garmoso Glenharrow Grauwasser Haverbeke Hollenstedt Hvalvik Ilmarinne Ivarstad Jadwiska Kestrelby Kirigawa Kröllner Lagerfors Larkmead Lindqvald Maravilha Mistelbach Moorcroft-Hale Nakahoshi Nøstdal Oakhanger Ondarreta O'Fallowe Pellegrave Pommerac Quennevil Quintarola Ravensholme Rosenmaar Sandoval-Ruy Silverthwaite Solhaug-Lie Tamarisko Thornquist Umbertone Valdemarsen Van-der-Linde Vogelweid Westerlaken Wintermoor Yamanoki Ysenbrandt Zandvoorde Zillerthal".split(
    ' ',
  )

/** Forty words for eight hundred company names; with an apostrophe, and with letters that latin1 has only in its cp1252 form. */
export const COMPANY_WORDS =
  "Larkspur Kvist Tinker's Œillet Halyard Pinegrove Mirador Søstrene Quillwork Brambleton Ñandú Copperleaf Driftwood Étoile Farolito Gannet Hummingbird Isbre Juniper Kingfisher Löwenzahn Marigold Nutmeg Ocelot Papillon Quayside Rosewater Sandpiper Tidewater Umbra Veldt Wagtail Xanthe Yarrow Zephyr Amberley Blåbær Chrysalis Dovetail Elderflower".split(
    ' ',
  )

export const COMPANY_TRADES = [
  'Miniatures',
  'Model Shop',
  'Modellbau',
  'Hobby & Craft',
  'Small Worlds',
  'Collectibles',
  'Toy Cabinet',
  'Maquettes',
  'Scale Works',
  'Kits and Kites',
  'Curiosities',
  'Gift House',
  'Workbench',
  'Landscapes',
  'Vitrine',
  'Trading',
  'Bastelstube',
  'Modellismo',
  'Attic',
  'Imports',
]

export const STREETS =
  'Alder Lane|Bakehouse Row|Chandler Street|Rue des Tilleuls|Via del Faro|Mühlenweg|Calle de la Noria|Kirkeveien|Harbour Parade|Observatory Hill|Storgatan|Canal Side|Kastanienallee|Praça do Moinho|Tollgate Road|Windmill Rise|Ropewalk|Quai du Phare|Brouwersgracht|Skolegade|Saltern Close|Ferry Approach|Lantern Court|Plaza del Puente'.split(
    '|',
  )

export const SECOND_LINES = ['Suite 12', 'Floor 3', 'Unit 7b', 'Back Yard', "Porter's Lodge", 'Bât. C', 'Level 21']
