-- The municipality of Liperi: its municipal supplement of 2023 asks for more hours. Data only.
return {
  id = "liperi",
  version = "1.0.0",
  api = 1,
  level = "municipality",
  extends = { ["north-karelia"] = ">=1.0 <2" },
  title = {
    fi = "Liperi",
    sv = "Libelits",
    en = "Liperi",
  },
  sources = {
    ["kuntalisa-2023"] = {
      title = "Liperin kunta: kuntalisä 2023",
      url = "https://www.liperi.fi",
      year = 2023,
    },
  },
  checked = "2026-11-21",
}
