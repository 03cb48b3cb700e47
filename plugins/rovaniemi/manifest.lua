-- The region around Rovaniemi: today its employment area (Rovaniemi and Ranua), in the articles'
-- years the municipal pilot. One rule of its own: the municipal supplement of 2020. Data only.
return {
  id = "rovaniemi",
  version = "1.0.0",
  api = 1,
  level = "region",
  extends = { finland = ">=1.0 <2" },
  title = {
    fi = "Rovaseudun työllisyysalue",
    sv = "Rovaniemiregionens sysselsättningsområde",
    en = "Rovaniemi employment area",
  },
  sources = {
    ["kuntalisa-2020"] = {
      title = "Kuntalisä kolmannelle sektorille (ohje ja hakulomake)",
      url = "https://admin.rovaniemi.fi/fi/Palvelut/Tyo-ja-elinkeinot/Tyollisyyspalvelut/Kuntalisa",
      year = 2020,
    },
  },
  checked = "2026-11-21",
}
