-- The region around Rovaniemi: today its employment area (Rovaniemi and Ranua), in the articles'
-- years the municipal pilot. Its own rules: the municipal supplement of 2020, and the lines of wage
-- subsidy that were proposed to its board on 9.12.2025. Data only.
return {
  id = "rovaniemi",
  version = "1.1.0",
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
    ["board-2025-12-09"] = {
      title = "Palkkatuen myöntämisen linjaukset, esitys elinvoimalautakunnalle 9.12.2025",
      url = "https://rovaniemi.cloudnc.fi/fi-FI/Toimielimet/Elinvoimalautakunta/Kokous_9122025/Palkkatuen_myontamisen_linjaukset_Rovase(265727)",
      year = 2025,
    },
  },
  checked = "2026-11-21",
}
